/** From here on Stirling's series is good to the last digits. */
const LARGE = 12;

/** ln of the gamma function for `x` above 0, to about 1e-14: Stirling's series, reached by the recurrence. */
export function logGamma(x: number): number {
  if (!(x > 0 && Number.isFinite(x))) {
    throw new TypeError(`\`x\` must be a finite number above 0, got ${x}`);
  }
  let product = 1;
  let at = x;
  for (; at < LARGE; at += 1) product *= at;
  const inverse = 1 / (at * at);
  const series =
    1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)));
  return (
    (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series / at - Math.log(product)
  );
}

/** ln of the beta function for two shapes above 0. */
export function logBeta(one: number, other: number): number {
  return logGamma(one) + logGamma(other) - logGamma(one + other);
}
