/**
 * The serial share that a measured speed-up tells of: (1/S - 1/p) / (1 - 1/p) for a speed-up S by p
 * workers over one (Karp and Flatt, 1990). A share that grows with p is overhead and not serial work;
 * below 0 the speed-up was more than linear.
 */
export function karpFlatt(speedup: number, workers: number): number {
  if (!(Number.isFinite(speedup) && speedup > 0)) {
    throw new TypeError(`\`speedup\` must be a finite number above 0, got ${speedup}`);
  }
  if (!(Number.isSafeInteger(workers) && workers >= 2)) {
    throw new TypeError(`\`workers\` must be an integer of at least 2, got ${workers}`);
  }
  const share = 1 / workers;
  return (1 / speedup - share) / (1 - share);
}
