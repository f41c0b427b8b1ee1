import type { ForkedProcess, Zygote } from '@muster/zygote';
import { drawFate, type End, type Fate } from './fate.ts';

export interface ForkingOptions {
  readonly zygote: Zygote;
  readonly forks: number;
  readonly concurrency: number;
  readonly module: string;
  readonly random: () => number;
  /** Ends the soak early, in order. */
  readonly signal: AbortSignal;
  /** Hears each time one has ended. */
  readonly onEnd: () => void;
}

/** What was heard of the forks. */
export interface Heard {
  readonly done: number;
  /** Ends by what was drawn for the fork. */
  readonly byKind: Readonly<Record<Fate['kind'], number>>;
  /** Ends that were not told as they were, a few of them in words. */
  readonly wrong: number;
  readonly examples: readonly string[];
  /** Forks that could not be had. */
  readonly refused: number;
}

const MAX_EXAMPLES = 5;

/** What was heard in two parts of a soak. */
export function together(one: Heard, other: Heard): Heard {
  const kinds = Object.keys(one.byKind) as Fate['kind'][];
  return {
    done: one.done + other.done,
    byKind: Object.fromEntries(
      kinds.map((kind) => [kind, one.byKind[kind] + other.byKind[kind]]),
    ) as Heard['byKind'],
    wrong: one.wrong + other.wrong,
    examples: [...one.examples, ...other.examples].slice(0, MAX_EXAMPLES),
    refused: one.refused + other.refused,
  };
}

/** Forks, some at a time, each with a fate of its own, and hears of every end. */
export async function soakForks(options: ForkingOptions): Promise<Heard> {
  const { forks, concurrency, random, signal } = options;
  const byKind = { exit: 0, 'natural end': 0, 'uncaught error': 0, signal: 0, killed: 0 };
  const examples: string[] = [];
  let [begun, done, wrong, refused] = [0, 0, 0, 0];

  async function lane(): Promise<void> {
    while (begun < forks && !signal.aborted) {
      begun++;
      const fate = drawFate(random);
      try {
        const end = await live(options, fate);
        byKind[fate.kind]++;
        if (!isAsDrawn(end, fate)) note(`${fate.args.join(' ')}: ${JSON.stringify(end)}`);
      } catch (error) {
        refused++;
        examples.push(String(error));
      }
      done++;
      options.onEnd();
    }
  }

  function note(example: string): void {
    wrong++;
    if (examples.length < MAX_EXAMPLES) examples.push(example);
  }

  await Promise.all(Array.from({ length: concurrency }, lane));
  return { done, byKind, wrong, examples: examples.slice(0, MAX_EXAMPLES), refused };
}

async function live({ zygote, module }: ForkingOptions, fate: Fate): Promise<End> {
  const env = { PATH: process.env['PATH'] ?? '' };
  const child = await zygote.fork({ module, args: fate.args, env });
  child.stderr.resume();
  if (fate.kind === 'killed') await killOnceHere(child);
  else child.stdout.resume();
  return child.ended;
}

async function killOnceHere(child: ForkedProcess): Promise<void> {
  await new Promise((resolve) => child.stdout.once('data', resolve).once('close', resolve));
  child.signal('SIGKILL');
}

function isAsDrawn(end: End, { end: drawn }: Fate): boolean {
  return end.code === drawn.code && end.signal === drawn.signal;
}
