import { formatCount } from '../format.ts';
import { pairedRatio } from '../estimate.ts';
import type { Estimate } from '../interval.ts';
import type { Preference } from './select.ts';

/** What a selected arm is confirmed by: values a block, in the order the blocks were run. */
export interface ConfirmationInput {
  readonly chosen: readonly number[];
  readonly baseline: readonly number[];
  readonly prefer: Preference;
  /** How many blocks, from the first on, it was selected on: they are left out here. */
  readonly blocks: number;
  /** Two-sided, as of any interval. */
  readonly confidence: number;
}

/**
 * How many times better than the baseline the selected arm is, by the blocks that played no part in
 * selecting it. They are as fresh as if only it had been measured, so that neither estimate nor
 * confidence needs a correction for the number of arms. Above 1 is better whichever is preferred.
 */
export function confirmSelected(input: ConfirmationInput): Estimate {
  const { prefer, blocks, confidence } = input;
  const most = input.chosen.length;
  if (!Number.isSafeInteger(blocks) || blocks < 1 || blocks >= most) {
    throw new TypeError(`\`blocks\` must be an integer from 1 up and below ${most}, got ${blocks}`);
  }
  const chosen = input.chosen.slice(blocks);
  const baseline = input.baseline.slice(blocks);
  const estimate =
    prefer === 'low'
      ? pairedRatio(baseline, chosen, confidence)
      : pairedRatio(chosen, baseline, confidence);
  const method = `${estimate.method}, on ${formatCount(estimate.n, 'block')} after the ${blocks} it was selected on`;
  return { ...estimate, method };
}
