import { integral, nodesOver, type Node } from './quadrature.ts';

/** In standard deviations of it: a sample's standard deviation lies no further from the true one. */
const REACH = 8;
/** For each part of the range. */
const NODES = 40;

/**
 * What a sample's standard deviation with `df` degrees of freedom may come to, as shares of the true
 * one, each with its probability: a mean over all of them is the sum of weight times value. With
 * infinite degrees of freedom it is the true one. What is averaged must be smooth between `edges`.
 */
export function spreadNodes(df: number, edges: readonly number[] = []): readonly Node[] {
  if (df === Infinity) return [{ at: 1, weight: 1 }];
  const reach = REACH / Math.sqrt(2 * df);
  const [least, most] = [Math.max(0, 1 - reach), 1 + reach];
  const ends = [...edges.filter((edge) => edge > least && edge < most), most];
  const nodes = ends.flatMap((end, part) => nodesOver(ends[part - 1] ?? least, end, NODES));
  const density = (at: number): number =>
    Math.exp((df - 1) * Math.log(at) - (df / 2) * (at - 1) * (at + 1));
  const whole = integral(nodes, density);
  return nodes.map(({ at, weight }) => ({ at, weight: (weight * density(at)) / whole }));
}
