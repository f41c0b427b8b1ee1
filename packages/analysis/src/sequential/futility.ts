import { type CriterionJudgement, intervalOf } from '../judgement.ts';
import { normalProbability, normalQuantile } from '../normal.ts';
import type { Runs } from '../runs.ts';
import { type JudgePlan, lookAt } from './look-at.ts';
import { planLooks } from './looks.ts';

/**
 * How likely a criterion without a verdict is to have one at the last look, if the runs go on as they
 * have been: the conditional power under the current trend (Lan and Wittes, 1988), by the normal
 * approximation, to either side of the bound. It decides about waiting, never about a verdict. 1 where
 * the runs do not tell, as with an interval that has an open end.
 */
export function chanceOfVerdict(
  { estimate, quantity, bound }: Pick<CriterionJudgement, 'estimate' | 'quantity' | 'bound'>,
  runs: Runs,
  plan: JudgePlan,
): number {
  if (estimate === null) return 1;
  const onScale = quantity.kind === 'speedup' ? Math.log : (value: number): number => value;
  const { value, low, high } = intervalOf(estimate);
  const halfWidth = (onScale(high) - onScale(low)) / 2;
  const away = onScale(value) - onScale(bound.value);
  if (!Number.isFinite(halfWidth) || halfWidth === 0 || !Number.isFinite(away)) return 1;

  const now = lookAt(runs, plan);
  const standardError = halfWidth / -normalQuantile((1 - now.confidence) / 2);
  const share = runs.blocks.length / runs.plannedBlocks;
  const last = planLooks(plan.looks ?? [runs.plannedBlocks], plan.confidence).at(-1);
  if (share >= 1 || last === undefined) return 0;
  const needed = -normalQuantile(last.tail);
  const expected = away / standardError / Math.sqrt(share);
  const spread = Math.sqrt(1 - share);
  const above = normalProbability((expected - needed) / spread);
  const below = normalProbability((-expected - needed) / spread);
  return above + below;
}
