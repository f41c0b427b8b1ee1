import { tailOf, twoSidedOf } from '../confidence.ts';
import { criticalRank } from '../signed-rank-distribution.ts';

/** A moment, fixed before the first run, at which the runs are judged. */
export interface Look {
  /** How many blocks there are then. */
  readonly blocks: number;
  /** What each end of an interval may miss with when it is judged then. */
  readonly tail: number;
}

/** Early looks spend little: by then there is little to be seen. */
const SPENDING_POWER = 2;
/** Keeps a tail that is exactly a rank's from falling under it by rounding. */
const ROUNDING = 1e-12;

/**
 * The looks after these numbers of blocks, ascending, the last being the most there will be; one
 * number is one look and no early stop. `confidence` is the one-sided confidence of a verdict.
 *
 * To look more than once and stop when it suits is to have more than one chance to err. The looks
 * share what a verdict may err with: their tails add up to at most 1 - confidence, so that by
 * Bonferroni's inequality no statistic errs more often, however its looks depend on each other. It is
 * given out by the spending function alpha t^2 (Kim and DeMets, 1987), in whole steps of the
 * signed-rank distribution; what a step leaves goes to the next look. O'Brien and Fleming's function
 * would give a first look at 6 of 10 blocks less than 1/64, the least that any test of ranks can say
 * there. A look that could decide nothing is misuse.
 */
export function planLooks(blocks: readonly number[], confidence: number): readonly Look[] {
  const most = checkLooks(blocks);
  const alpha = tailOf(twoSidedOf(confidence));
  let spent = 0;
  return blocks.map((count) => {
    if (count === most) return { blocks: count, tail: alpha - spent };
    const allowed = alpha * (count / most) ** SPENDING_POWER - spent;
    const step = allowed > 0 ? criticalRank(count, allowed).tail : 0;
    if (step === 0) {
      throw new TypeError(
        `a look after ${count} of ${most} blocks can decide nothing: it may err with ${allowed.toFixed(4)}, and the least that a test of ${count} ranks can say is ${(0.5 ** count).toFixed(4)}`,
      );
    }
    const tail = Math.min(allowed, step + ROUNDING);
    spent += tail;
    return { blocks: count, tail };
  });
}

function checkLooks(blocks: readonly number[]): number {
  for (const [index, count] of blocks.entries()) {
    const before = blocks[index - 1] ?? 0;
    if (Number.isSafeInteger(count) && count > before) continue;
    throw new TypeError(
      `\`looks[${index}]\` must be a whole number of blocks above ${before}, got ${count}`,
    );
  }
  const most = blocks.at(-1);
  if (most === undefined) throw new TypeError('`looks` must have at least one number, got none');
  return most;
}
