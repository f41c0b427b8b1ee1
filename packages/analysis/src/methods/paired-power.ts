import { tailOf, twoSidedOf } from '../confidence.ts';
import { normalProbability } from '../normal.ts';
import { spreadNodes } from './spread-nodes.ts';
import { integral } from './quadrature.ts';
import { rootOf } from './root.ts';
import { studentQuantile } from './student-t.ts';

/** Beyond this many standard deviations a normal variable does not lie. */
const FARTHEST = 8.2;
/** Nearer to 1 powers cannot be told apart. */
const MOST_POWER = 1 - 1e-9;

/** A paired t test to be. */
export interface PairedPlan {
  /** How many pairs there will be: an integer from 2 on. */
  readonly pairs: number;
  /** One-sided confidence of the claim, above 0.5 and below 1. */
  readonly confidence: number;
}

/**
 * How likely a paired t test proves that the mean lies above a threshold when it lies `shift`
 * standard deviations of a pair above it: 0..1, by the noncentral t distribution, as R's
 * `power.t.test(type = 'paired')` for normal differences. Good to 1e-9.
 */
export function pairedPower(shift: number, { pairs, confidence }: PairedPlan): number {
  if (!(Number.isSafeInteger(pairs) && pairs >= 2)) {
    throw new TypeError(`\`pairs\` must be an integer of at least 2, got ${pairs}`);
  }
  if (!Number.isFinite(shift)) {
    throw new TypeError(`\`shift\` must be a finite number, got ${shift}`);
  }
  const critical = studentQuantile(1 - tailOf(twoSidedOf(confidence)), pairs - 1);
  const mean = shift * Math.sqrt(pairs);
  // Of a few pairs the critical value is so large that all happens within a few small spreads.
  const edges = [(mean - FARTHEST) / critical, (mean + FARTHEST) / critical];
  return integral(spreadNodes(pairs - 1, edges), (spread) =>
    normalProbability(mean - critical * spread),
  );
}

/**
 * The smallest shift, in standard deviations of a pair, that a paired t test proves with the given
 * power, above 1 - confidence and at most 1 - 1e-9. For logarithms of ratios that vary by `sdLog`,
 * exp(sdLog times it) is the smallest true ratio, as a multiple of the threshold, that can be
 * shown; `smallestProvable` says it for the test of ranks that judges here.
 */
export function pairedShift(power: number, plan: PairedPlan): number {
  const least = pairedPower(0, plan);
  if (!(power > least && power <= MOST_POWER)) {
    throw new TypeError(
      `\`power\` must be above 1 - \`confidence\` and at most ${MOST_POWER}, got ${power}`,
    );
  }
  let high = 1;
  while (pairedPower(high, plan) < power) high *= 2;
  return rootOf((shift) => pairedPower(shift, plan) - power, 0, high);
}
