/**
 * P-values corrected for being several, in the order given, as R's `p.adjust(method = 'holm')`: those
 * at most alpha can all be claimed, and any one of them is false with at most alpha however they
 * depend on each other (Holm, Scandinavian Journal of Statistics 6, 1979).
 */
export function holm(pValues: readonly number[]): readonly number[] {
  for (const [index, p] of pValues.entries()) {
    if (p >= 0 && p <= 1) continue;
    throw new TypeError(`\`pValues[${index}]\` must be between 0 and 1, got ${p}`);
  }
  const corrected = pValues.map(() => 1);
  let most = 0;
  const ascending = [...pValues.entries()].toSorted(([, a], [, b]) => a - b);
  for (const [rank, [index, p]] of ascending.entries()) {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * p));
    corrected[index] = most;
  }
  return corrected;
}
