import type { CriterionJudgement } from '../judgement.ts';
import { measure } from '../measure.ts';
import { normalProbability, normalQuantile } from '../normal.ts';
import type { Quantity } from '../quantity.ts';
import type { Runs } from '../runs.ts';
import { scaleOf } from '../screens/doubt.ts';
import { stretchFor } from '../screens/few.ts';
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
  { quantity, bound, independent }: Pick<CriterionJudgement, 'quantity' | 'bound' | 'independent'>,
  runs: Runs,
  plan: JudgePlan,
): number {
  const now = lookAt(runs, plan);
  // Not the interval that was judged: doubts may have widened it, and the last look has its own.
  const measured = measure(quantity, runs, now);
  if (measured.outcome === 'invalid') return 1;
  const { value, low, high } = measured.plain;
  const inLogs = scaleOf(quantity.kind) === 'log';
  const onScale = inLogs ? Math.log : (each: number): number => each;
  const halfWidth = (onScale(high) - onScale(low)) / 2;
  const away = onScale(value) - onScale(bound.value);
  if (!Number.isFinite(halfWidth) || halfWidth === 0 || !Number.isFinite(away)) return 1;

  const standardError = halfWidth / -normalQuantile((1 - now.confidence) / 2);
  const { share, most } = judgedBlocks(quantity, runs, now.promised);
  const last = planLooks(plan.looks ?? [runs.plannedBlocks], plan.confidence).at(-1);
  if (share >= 1 || last === undefined) return 0;
  const stretch = independent === null ? stretchFor(quantity.kind, most) : 1;
  const needed = -normalQuantile(last.tail) * stretch;
  const expected = away / standardError / Math.sqrt(share);
  const spread = Math.sqrt(1 - share);
  const above = normalProbability((expected - needed) / spread);
  const below = normalProbability((-expected - needed) / spread);
  return above + below;
}

/** How many blocks the last look will judge by and which share of them is there: a selection's are not. */
function judgedBlocks(
  quantity: Quantity,
  { blocks, plannedBlocks }: Runs,
  promised: number,
): { readonly share: number; readonly most: number } {
  const aside = quantity.kind === 'selected' ? splitBlocks(plannedBlocks, promised).select : 0;
  const most = plannedBlocks - aside;
  return { share: Math.max(0, blocks.length - aside) / most, most };
}
