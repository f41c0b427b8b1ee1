/** A place at which an integrand is looked at, and what its value there counts. */
export interface Node {
  readonly at: number;
  readonly weight: number;
}

/** Newton's steps double the digits, and the start has three of them. */
const STEPS = 5;

/**
 * The nodes of Gauss and Legendre's rule over a range: the integral is the sum of weight times value,
 * exact for polynomials of degree 2 `count` - 1. A bell of standard deviation s takes about 2 nodes for
 * each s of the range.
 */
export function nodesOver(low: number, high: number, count: number): readonly Node[] {
  const half = (high - low) / 2;
  return Array.from({ length: count }, (_, index) => {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < STEPS; step += 1) {
      const polynomial = legendre(count, x);
      slope = polynomial.slope;
      x -= polynomial.value / slope;
    }
    return { at: low + half * (1 - x), weight: (2 * half) / ((1 - x * x) * slope * slope) };
  });
}

function legendre(degree: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= degree; k += 1) {
    [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  }
  return { value, slope: (degree * (before - x * value)) / (1 - x * x) };
}

/** The sum over nodes of weight times value. */
export function integral(nodes: readonly Node[], value: (at: number) => number): number {
  let sum = 0;
  for (const { at, weight } of nodes) sum += weight * value(at);
  return sum;
}
