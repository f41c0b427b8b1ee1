/**
 * P-values corrected for being several, in the order given: those at most alpha can all be claimed,
 * and any one of them is false with at most alpha however they depend on each other. `holm` promises
 * the same and is never larger.
 */
export function bonferroni(pValues: readonly number[]): readonly number[] {
  checkPValues(pValues);
  return pValues.map((p) => Math.min(1, pValues.length * p));
}

/**
 * P-values corrected so that of those at most q no more than a share q are false on average: for
 * independent tests, or such as go together (Benjamini and Hochberg, Journal of the Royal Statistical
 * Society B 57, 1995; R's `p.adjust(method = 'BH')`).
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  return falseDiscovery(pValues, 1);
}

/**
 * `benjaminiHochberg` for tests that depend on each other in whatever way: larger by the sum of
 * 1 / 1 to 1 / n (Benjamini and Yekutieli, Annals of Statistics 29, 2001).
 */
export function benjaminiYekutieli(pValues: readonly number[]): readonly number[] {
  const harmonic = pValues.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  return falseDiscovery(pValues, harmonic);
}

function falseDiscovery(pValues: readonly number[], factor: number): readonly number[] {
  checkPValues(pValues);
  const corrected = pValues.map(() => 1);
  let least = 1;
  const descending = [...pValues.entries()].toSorted(([, a], [, b]) => b - a);
  for (const [above, [index, p]] of descending.entries()) {
    const rank = pValues.length - above;
    least = Math.min(least, (factor * pValues.length * p) / rank);
    corrected[index] = least;
  }
  return corrected;
}

function checkPValues(pValues: readonly number[]): void {
  for (const [index, p] of pValues.entries()) {
    if (p >= 0 && p <= 1) continue;
    throw new TypeError(`\`pValues[${index}]\` must be between 0 and 1, got ${p}`);
  }
}
