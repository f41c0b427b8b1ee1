import type { CriterionJudgement } from '../judgement.ts';
import { measure } from '../measure.ts';
import { normalProbability, normalQuantile } from '../normal.ts';
import type { Quantity } from '../quantity.ts';
import type { Runs } from '../runs.ts';
import { scaleOf } from '../screens/doubt.ts';
import { splitBlocks } from '../selection/split-blocks.ts';
import { type JudgePlan, lookAt } from './look-at.ts';
import { planLooks } from './looks.ts';

/**
 * How likely a criterion without a verdict is to have one at the last look, if the runs go on as they
 * have been: the conditional power under the current trend (Lan and Wittes, 1988), by the normal
 * approximation, to either side of the bound. It decides about waiting, never about a verdict. 1 where
 * the runs do not tell, as with an interval that has an open end.
 */
export function chanceOfVerdict(
  { quantity, bound }: Pick<CriterionJudgement, 'quantity' | 'bound'>,
  runs: Runs,
  plan: JudgePlan,
): number {
  const now = lookAt(runs, plan);
  // Not the interval that was judged: an early one is widened for what the last will not be.
  const measured = measure(quantity, runs, now);
  if (measured.outcome === 'invalid') return 1;
  const onScale = scaleOf(quantity.kind) === 'log' ? Math.log : (value: number): number => value;
  const { value, low, high } = measured.plain;
  const halfWidth = (onScale(high) - onScale(low)) / 2;
  const away = onScale(value) - onScale(bound.value);
  if (!Number.isFinite(halfWidth) || halfWidth === 0 || !Number.isFinite(away)) return 1;

  const standardError = halfWidth / -normalQuantile((1 - now.confidence) / 2);
  const share = shareOf(quantity, runs, now.promised);
  const last = planLooks(plan.looks ?? [runs.plannedBlocks], plan.confidence).at(-1);
  if (share >= 1 || last === undefined) return 0;
  const needed = -normalQuantile(last.tail);
  const expected = away / standardError / Math.sqrt(share);
  const spread = Math.sqrt(1 - share);
  const above = normalProbability((expected - needed) / spread);
  const below = normalProbability((-expected - needed) / spread);
  return above + below;
}

/** How much of what the last look will judge by is there; a selection's blocks are never judged by. */
function shareOf(quantity: Quantity, { blocks, plannedBlocks }: Runs, promised: number): number {
  const aside = quantity.kind === 'selected' ? splitBlocks(plannedBlocks, promised).select : 0;
  return Math.max(0, blocks.length - aside) / (plannedBlocks - aside);
}
