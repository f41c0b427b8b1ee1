/** How many tries after the first a burst may spend, all its agents together. */
export interface RetryBudget {
  /** Whether there was one left; it is spent then. */
  spend(): boolean;
}

/**
 * `share` of the agents wanted, and not fewer than `least`: when everything fails, trying all again
 * would double what an ailing host has to do (Google, Site Reliability Engineering, 2016, chapter 21:
 * per-client retry budget).
 */
export function createRetryBudget(jobs: number, share: number, least: number): RetryBudget {
  let left = Math.max(least, Math.ceil(jobs * share));
  return { spend: () => left > 0 && left-- > 0 };
}
