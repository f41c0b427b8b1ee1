import { DisturbedError } from '../errors.ts';
import type { DroppedBlock } from '../host/disturbance.ts';
import type { Plan } from '../plan/plan.ts';

/** How a run ended that others disturbed too much. */
export interface DisturbedEnd {
  /** Blocks that are there undisturbed. */
  readonly undisturbed: number;
  readonly dropped: readonly DroppedBlock[];
  /** Where its trials are kept. */
  readonly kept: string;
}

/** The error of a run in which too few blocks are left to judge. */
export function disturbedError(
  { experiment, blocks }: Pick<Plan, 'experiment' | 'blocks'>,
  { undisturbed, dropped, kept }: DisturbedEnd,
): DisturbedError {
  const [first] = dropped;
  const because = first === undefined ? '' : ` (block ${first.index}: ${first.because})`;
  return new DisturbedError(
    `${experiment}: only ${undisturbed} of ${blocks} blocks could be measured undisturbed; ` +
      `with ${dropped.length} dropped${because}, no spare one is left. Nothing is published: the ` +
      `former result, if any, stays as it was, and the trials are kept in ${kept}. ` +
      'Measure again when the machine is quiet, without --resume.',
    { undisturbed, dropped: dropped.length },
  );
}
