import type { Estimate } from '../interval.ts';
import { logBeta } from './log-gamma.ts';
import { mixtureWeight, type SequencePlan } from './normal-sequence.ts';
import { rootOf } from './root.ts';
import { shareOf, type Share } from './share.ts';

/** The least that a mixture weighs, in attempts. */
const LEAST_WEIGHT = 1e-3;
/** The ends of what a proportion may be, as far as logarithms can follow. */
const [NEVER, ALWAYS] = [1e-300, 1 - Number.EPSILON];

/**
 * A proportion with an interval that may be looked at after every attempt and at which one may stop
 * whenever it suits: all p against which a mixture of other proportions, beta-distributed around p,
 * speaks by no more than 1 / (1 - confidence) (Howard, Ramdas, McAuliffe and Sekhon, Annals of
 * Statistics 49, 2021). Exact for independent attempts. `tightestAt` is a number of attempts.
 */
export function proportionSequence(share: Share, plan: SequencePlan): Estimate {
  const value = shareOf(share, 'share');
  const { successes, attempts } = share;
  const failures = attempts - successes;
  const weight = Math.max(mixtureWeight(plan) - 1, LEAST_WEIGHT);
  const excess = (p: number): number => {
    const [a, b] = [weight * p, weight * (1 - p)];
    const mixture = logBeta(a + successes, b + failures) - logBeta(a, b);
    const single = successes * Math.log(p) + failures * Math.log1p(-p);
    return mixture - single + Math.log1p(-plan.confidence);
  };
  const within = Math.min(Math.max(value, NEVER), ALWAYS);
  return {
    value,
    low: excess(NEVER) > 0 ? rootOf(excess, NEVER, within) : 0,
    high: excess(ALWAYS) > 0 ? rootOf(excess, within, ALWAYS) : 1,
    confidence: plan.confidence,
    n: attempts,
    method: 'beta-binomial confidence sequence',
    warnings: [],
  };
}
