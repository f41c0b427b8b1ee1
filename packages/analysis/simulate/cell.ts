import type { Block, Runs } from '../src/index.ts';
import type { Random } from './chance.ts';
import type { Outcome } from './outcome.ts';

/** What the method promises for such data, and hence what is demanded of it. */
export type Promised =
  /** False verdicts at most alpha, and an interval that covers as often as it says. */
  | 'exact'
  /** False verdicts at most alpha; an interval may cover more often than it says. */
  | 'conservative'
  /** No coverage, since an assumption is broken; false verdicts must be rare all the same. */
  | 'nothing';

/** An error that a rule lets through and says beside the verdict. */
export interface Allowed {
  /** Most false verdicts to either side, 0..1. */
  readonly most: number;
  readonly because: string;
}

/** One question: data of a known truth, judged by one criterion, again and again. */
export interface Cell {
  readonly quantity: string;
  readonly noise: string;
  /** The numbers of blocks at which the runs are judged; one is a fixed number. */
  readonly looks: readonly number[];
  /** The truth over the bound, on the side where the criterion holds; 1 is the boundary itself. */
  readonly truthOver: number;
  /** The true value of the criterion's quantity. */
  readonly truth: number;
  readonly promised: Promised;
  /** More false verdicts than elsewhere, and why; those beyond what is promised must carry a warning. */
  readonly allowed?: Allowed | undefined;
  /** Draws data and judges them. */
  readonly judgeOnce: (random: Random) => Outcome;
}

/** A cell's name, which no other cell has: it also seeds the cell. */
export function cellName({ quantity, noise, looks, truthOver }: Cell): string {
  return `${quantity}; ${noise}; n = ${looks.join(', ')}; truth ${truthOver}x`;
}

/** The values of one metric by arm, as runs that all went well. */
export function runsOfArms(arms: Readonly<Record<string, readonly number[]>>): Runs {
  const entries = Object.entries(arms);
  const n = entries[0]?.[1].length ?? 0;
  const blocks = Array.from({ length: n }, (_, at): Block => ({
    index: at + 1,
    trials: Object.fromEntries(
      entries.map(([arm, values]) => [
        arm,
        { outcome: 'ok', values: { value: values[at] ?? Number.NaN } },
      ]),
    ),
  }));
  return { plannedBlocks: n, blocks };
}
