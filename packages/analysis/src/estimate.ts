import { tailOf } from './confidence.ts';
import type { Estimate } from './interval.ts';
import { checkSample } from './sample.ts';
import { tooSmall } from './sign-test.ts';
import { signedRankInterval, type Tails } from './signed-rank.ts';

const METHOD = 'Hodges-Lehmann, exact signed rank';

/**
 * The typical ratio of pairs, `from[i] / to[i]`: how many times faster `to` is, when both are
 * durations. The Hodges-Lehmann centre of the log ratios with its exact interval, brought back by
 * exp. Both sides must be above 0 and of one length.
 */
export function pairedRatio(
  from: readonly number[],
  to: readonly number[],
  confidence: number,
): Estimate {
  const logs = pairedRatios(from, to).map(Math.log);
  const estimate = typicalLevel(logs, confidence);
  return {
    ...estimate,
    value: Math.exp(estimate.value),
    low: Math.exp(estimate.low),
    high: Math.exp(estimate.high),
    method: `${METHOD}, of the logarithms of paired ratios`,
  };
}

/** `from[i] / to[i]` of every pair; misuse unless both sides are above 0 and of one length. */
export function pairedRatios(from: readonly number[], to: readonly number[]): number[] {
  checkPairs(from, to);
  checkPositive(from, 'from');
  checkPositive(to, 'to');
  return from.map((value, index) => {
    const ratio = value / (to[index] ?? Number.NaN);
    if (ratio > 0 && Number.isFinite(ratio)) return ratio;
    throw new TypeError(
      `\`from[${index}] / to[${index}]\` must be a finite number above 0, got ${ratio}`,
    );
  });
}

/** The typical difference of pairs, `to[i] - from[i]`, with its exact interval. */
export function pairedDifference(
  from: readonly number[],
  to: readonly number[],
  confidence: number,
): Estimate {
  const estimate = typicalLevel(pairedDifferences(from, to), confidence);
  return { ...estimate, method: `${METHOD}, of paired differences` };
}

/** `to[i] - from[i]` of every pair; misuse unless both sides are finite and of one length. */
export function pairedDifferences(from: readonly number[], to: readonly number[]): number[] {
  checkPairs(from, to);
  return from.map((value, index) => (to[index] ?? Number.NaN) - value);
}

/** The typical value of runs: the Hodges-Lehmann centre with its exact interval. */
export function typicalLevel(values: readonly number[], confidence: number): Estimate {
  const tail = tailOf(confidence);
  return typicalLevelWithin(values, { low: tail, high: tail });
}

/** `typicalLevel` with a probability of missing of its own for each end. */
export function typicalLevelWithin(values: readonly number[], tails: Tails): Estimate {
  const interval = signedRankInterval(values, tails);
  const unbounded = !(Number.isFinite(interval.low) && Number.isFinite(interval.high));
  return {
    value: interval.value,
    low: interval.low,
    high: interval.high,
    confidence: 1 - interval.tails.low - interval.tails.high,
    n: values.length,
    method: METHOD,
    warnings: unbounded ? [tooSmall(values.length, Math.min(tails.low, tails.high))] : [],
  };
}

function checkPairs(from: readonly number[], to: readonly number[]): void {
  checkSample(from, 'from');
  checkSample(to, 'to');
  if (from.length !== to.length) {
    throw new TypeError(
      `\`to\` must pair with \`from\` one to one: ${from.length} numbers expected, got ${to.length}`,
    );
  }
}

function checkPositive(values: readonly number[], name: string): void {
  const index = values.findIndex((value) => value <= 0);
  if (index >= 0) {
    throw new TypeError(`\`${name}[${index}]\` must be above 0 for a ratio, got ${values[index]}`);
  }
}
