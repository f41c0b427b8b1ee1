import { logGamma } from './log-gamma.ts';
import { nodesOver, type Node } from './quadrature.ts';

/** Enough for four digits from 3 degrees of freedom on, and for six from 10 on. */
const NODES = 28;

/**
 * What a sample's standard deviation with `df` degrees of freedom may come to, as shares of the true
 * one, each with its probability: a mean over all of them is the sum of weight times value. With
 * infinite degrees of freedom it is the true one.
 */
export function spreadNodes(df: number): readonly Node[] {
  if (df === Infinity) return [{ at: 1, weight: 1 }];
  const reach = 6.5 / Math.sqrt(2 * df);
  const half = df / 2;
  const logScale = Math.LN2 + half * Math.log(half) - logGamma(half);
  return nodesOver(Math.max(0, 1 - reach), 1 + reach, NODES).map(({ at, weight }) => ({
    at,
    weight: weight * Math.exp(logScale + (df - 1) * Math.log(at) - half * at * at),
  }));
}
