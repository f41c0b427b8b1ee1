/** Beyond this the smallest probability, 2^-n, is no longer a normal double. */
const MOST_VALUES = 1000;

/**
 * P(V <= v) for v = 0..floor(M/2), M = n(n + 1)/2, of the signed-rank statistic V when every sign
 * is a fair coin: one dynamic-programming pass a rank. All terms are positive, so tails keep their
 * relative accuracy. Wilcoxon (1945); exact for n up to 1000.
 */
export function signedRankLowerHalf(n: number): Float64Array {
  if (!Number.isSafeInteger(n) || n < 1 || n > MOST_VALUES) {
    throw new TypeError(`\`n\` must be an integer between 1 and ${MOST_VALUES}, got ${n}`);
  }
  const half = Math.floor((n * (n + 1)) / 4);
  const mass = new Float64Array(half + 1);
  mass[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    const top = Math.min(half, (rank * (rank + 1)) / 2);
    for (let v = top; v >= 0; v -= 1) {
      const without = mass[v] ?? 0;
      const withRank = v >= rank ? (mass[v - rank] ?? 0) : 0;
      mass[v] = (without + withRank) / 2;
    }
  }
  let sum = 0;
  return mass.map((each) => (sum += each));
}

/** P(V <= v) of the signed-rank statistic under the null hypothesis, as R's `psignrank(v, n)`. */
export function signedRankAtMost(v: number, n: number): number {
  const lower = signedRankLowerHalf(n);
  const most = (n * (n + 1)) / 2;
  const rank = Math.floor(v);
  if (rank < 0) return 0;
  if (rank >= most) return 1;
  // V and M - V have the same distribution.
  return lower[rank] ?? 1 - (lower[most - rank - 1] ?? 0);
}

/** The smallest v with P(V <= v) >= probability, as R's `qsignrank(probability, n)`. */
export function signedRankQuantile(probability: number, n: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new TypeError(`\`probability\` must be between 0 and 1, got ${probability}`);
  }
  const lower = signedRankLowerHalf(n);
  const found = lower.findIndex((each) => each >= probability);
  if (found >= 0) return found;
  const most = (n * (n + 1)) / 2;
  for (let v = lower.length; v < most; v += 1) {
    if (1 - (lower[most - v - 1] ?? 0) >= probability) return v;
  }
  return most;
}

/** Where a bound lies among the ascending Walsh averages, and what it misses with. */
export interface CriticalRank {
  /** 1-based rank from the end; 0 when the sample is too small for any bound. */
  readonly rank: number;
  /** The achieved probability of missing, at most the one that was asked for. */
  readonly tail: number;
}

/**
 * The largest k with P(V <= k - 1) <= tail: W(k) is a lower bound and W(M + 1 - k) an upper bound
 * that each miss the centre with at most that probability. This is `qsignrank(tail, n)`, but one
 * more where the probability is met exactly, so that bound and p-value always agree.
 */
export function criticalRank(n: number, tail: number): CriticalRank {
  if (!(tail > 0 && tail <= 0.5)) {
    throw new TypeError(`\`tail\` must be above 0 and at most 0.5, got ${tail}`);
  }
  const lower = signedRankLowerHalf(n);
  const first = lower.findIndex((each) => each > tail);
  const rank = first === -1 ? lower.length : first;
  return { rank, tail: rank === 0 ? 0 : (lower[rank - 1] ?? 0) };
}
