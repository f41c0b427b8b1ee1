/**
 * How much `ys` rise from the first `x` to the last by the straight line that fits them best (least
 * squares). One sample that stands out moves it little. NaN for fewer than two different `xs`.
 */
export function fittedRise(xs: readonly number[], ys: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const covariance = mean(xs.map((x, at) => (x - meanX) * (ys[at]! - meanY)));
  const variance = mean(xs.map((x) => (x - meanX) ** 2));
  return (covariance / variance) * (Math.max(...xs) - Math.min(...xs));
}
