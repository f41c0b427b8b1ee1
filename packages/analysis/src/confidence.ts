/** Misuse check of a two-sided confidence: above 0, below 1. */
export function checkConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) {
    throw new TypeError(`\`confidence\` must be above 0 and below 1, got ${confidence}`);
  }
}

/** The probability left in each tail by a two-sided confidence. */
export function tailOf(confidence: number): number {
  checkConfidence(confidence);
  return (1 - confidence) / 2;
}

/**
 * The two-sided confidence whose interval has, at each end, a bound of the given one-sided
 * confidence: 0.95 becomes 0.90. Verdicts read one end; both ends are shown.
 */
export function twoSidedOf(oneSided: number): number {
  if (!(oneSided > 0.5 && oneSided < 1)) {
    throw new TypeError(`one-sided \`confidence\` must be above 0.5 and below 1, got ${oneSided}`);
  }
  return 1 - 2 * (1 - oneSided);
}
