import { twoSidedOf } from '../confidence.ts';
import { blockProblems } from '../run-problems.ts';
import type { Runs } from '../runs.ts';
import { planLooks } from './looks.ts';

/** How sure a verdict must be, and when it may be given. */
export interface JudgePlan {
  /**
   * One-sided confidence of each verdict, above 0.5 and below 1. Intervals have it at each of
   * their ends: 0.95 shows two-sided 90 % intervals, wider ones where there is more than one look.
   */
  readonly confidence: number;
  /**
   * The numbers of blocks after which the runs are judged, ascending, the last being all of them. At
   * an early one measuring stops if there is nothing left to find out.
   * @default one look, at all planned blocks
   */
  readonly looks?: readonly number[] | undefined;
}

/** The look that runs are at. */
export interface RunsLook {
  /** Which look it is, from 1; 0 when there are not as many blocks as at any. */
  readonly number: number;
  readonly of: number;
  /** Two-sided confidence to ask of the intervals that are right at it. */
  readonly confidence: number;
  /** Two-sided confidence that they have, at whichever look measuring stops. */
  readonly promised: number;
  /** What is wrong with the blocks as a whole: nothing can be judged by them. */
  readonly problems: readonly string[];
}

/** Which look the runs are at. Throws TypeError when the last look is not at all planned blocks. */
export function lookAt(runs: Runs, { confidence, looks }: JudgePlan): RunsLook {
  const { plannedBlocks, blocks } = runs;
  const counts = looks ?? [plannedBlocks];
  const problems = blockProblems(runs, counts);
  if (counts.at(-1) !== plannedBlocks) {
    throw new TypeError(
      `the last of \`looks\` must be at all ${plannedBlocks} planned blocks, got ${counts.at(-1)}`,
    );
  }
  const planned = planLooks(counts, confidence);
  const number = counts.indexOf(blocks.length) + 1;
  const tail = planned[number - 1]?.tail;
  // One look asks for what was asked for, to the last bit.
  const promised = twoSidedOf(confidence);
  const asked = tail === undefined || counts.length === 1 ? promised : 1 - 2 * tail;
  return { number, of: counts.length, confidence: asked, promised, problems };
}
