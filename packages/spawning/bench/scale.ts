import { parseArgs } from 'node:util';

/** How much is measured. */
export interface Scale {
  /** Agents of a burst. */
  readonly count: number;
  /** Of the bursts that compare settings on `exec`, where a burst takes long. */
  readonly execSettingsCount: number;
  /** Started one by one, cold, and scaled to `count`. */
  readonly oneByOneCount: number;
  readonly rounds: number;
}

const USAGE = `usage: pnpm bench [--count 700] [--rounds 5] [--all] [--quick]
  --count   agents of a burst; the goals speak of 700
  --rounds  bursts of each contestant
  --all     all agents also where it takes long: one by one, and the settings on exec
  --quick   shows that it all runs; its figures are no more than hints`;

/** Reads the words of the command line. Throws TypeError that shows how to use it. */
export function parseScale(words: readonly string[]): Scale {
  const { values } = parseArgs({
    args: [...words],
    options: {
      count: { type: 'string' },
      rounds: { type: 'string' },
      all: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const count = positive('count', values.count ?? (values.quick ? '40' : '700'));
  const atMost = (most: number): number => (values.all ? count : Math.min(count, most));
  return {
    count,
    execSettingsCount: atMost(140),
    oneByOneCount: atMost(values.quick ? 5 : 50),
    rounds: positive('rounds', values.rounds ?? (values.quick ? '1' : '5')),
  };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new TypeError(`--${flag} must be a positive integer, got ${text}\n${USAGE}`);
}
