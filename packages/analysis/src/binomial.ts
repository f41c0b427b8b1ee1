/** ln(n!) minus Stirling's formula, so that large factorials cancel before they are exponentiated. */
function stirlingError(n: number): number {
  if (n === 0) return 0;
  if (n < 16) {
    let factorial = 1;
    for (let i = 2; i <= n; i += 1) factorial *= i;
    return Math.log(factorial) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
  }
  const square = n * n;
  const tail = 1 / 1680 - 1 / 1188 / square;
  return (1 / 12 - (1 / 360 - (1 / 1260 - tail / square) / square) / square) / n;
}

/** x ln(x/m) + m - x without the cancellation that the plain formula suffers near x = m. */
function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const ratio = (x - mean) / (x + mean);
  let sum = (x - mean) * ratio;
  let term = 2 * x * ratio;
  for (let j = 1; j < 1000; j += 1) {
    term *= ratio * ratio;
    const next = sum + term / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
  return sum;
}

function checkBinomial(n: number, p: number): void {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new TypeError(`\`n\` must be an integer of at least 0, got ${n}`);
  }
  if (!(p >= 0 && p <= 1)) throw new TypeError(`\`p\` must be between 0 and 1, got ${p}`);
}

/**
 * P(X = k) of n independent attempts that each succeed with probability p.
 * Accurate to about 1e-14 for any n, by the saddle-point form of C. Loader,
 * "Fast and Accurate Computation of Binomial Probabilities" (2000).
 */
export function binomialPmf(k: number, n: number, p: number): number {
  checkBinomial(n, p);
  if (!Number.isInteger(k) || k < 0 || k > n) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * (1 - p));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** P(X <= k); small values keep their relative accuracy. */
export function binomialAtMost(k: number, n: number, p: number): number {
  checkBinomial(n, p);
  if (k < 0) return 0;
  if (k >= n) return 1;
  const rank = Math.floor(k);
  return rank < n * p ? lowerTail(rank, n, p) : 1 - lowerTail(n - rank - 1, n, 1 - p);
}

/** P(X >= k); small values keep their relative accuracy. */
export function binomialAtLeast(k: number, n: number, p: number): number {
  return binomialAtMost(n - Math.ceil(k), n, 1 - p);
}

/** Sums downwards from the largest term, and stops when what is left cannot change the sum. */
function lowerTail(k: number, n: number, p: number): number {
  let term = binomialPmf(k, n, p);
  let sum = term;
  for (let i = k; i > 0 && term > sum * Number.EPSILON * 0.01; i -= 1) {
    term *= (i * (1 - p)) / ((n - i + 1) * p);
    sum += term;
  }
  return Math.min(1, sum);
}

/** The smallest k with P(X <= k) >= probability. */
export function binomialQuantile(probability: number, n: number, p: number): number {
  checkBinomial(n, p);
  if (!(probability >= 0 && probability <= 1)) {
    throw new TypeError(`\`probability\` must be between 0 and 1, got ${probability}`);
  }
  let below = -1;
  let reached = n;
  while (reached - below > 1) {
    const k = Math.floor((below + reached) / 2);
    if (binomialAtMost(k, n, p) >= probability) reached = k;
    else below = k;
  }
  return reached;
}
