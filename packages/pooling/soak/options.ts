import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly leases: number;
  /** One kill -9 in so many acquires. */
  readonly crashEvery: number;
  /** How many agents the pool has. */
  readonly size: number;
  readonly seed: number;
  readonly json: boolean;
}

const DEFAULTS = { leases: 1_000_000, 'crash-every': 2_000, size: 6, seed: 1 };

/** Reads the command line. Throws TypeError that names the flag. */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      leases: { type: 'string' },
      'crash-every': { type: 'string' },
      size: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const number = (name: keyof typeof DEFAULTS): number => {
    const value = Number(values[name] ?? DEFAULTS[name]);
    if (Number.isSafeInteger(value) && value > 0) return value;
    throw new TypeError(`\`--${name}\` must be a positive integer, got ${values[name]}`);
  };
  return {
    leases: number('leases'),
    crashEvery: number('crash-every'),
    size: number('size'),
    seed: number('seed'),
    json: values.json,
  };
}
