import { createHistogram } from 'node:perf_hooks';

/** A distribution of times, exact to a hundredth of each value. Its figures are null before the first. */
export interface Times {
  readonly count: number;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

/** Collects times in constant space. */
export interface TimesRecorder {
  record(ms: number): void;
  snapshot(): Times;
}

const LONGEST_US = 86_400_000_000;

/**
 * Counts in microseconds up to a day; what is longer counts as that. What took no time at all is
 * counted beside the histogram, which begins at one.
 */
export function createTimesRecorder(): TimesRecorder {
  const histogram = createHistogram({ lowest: 1, highest: LONGEST_US, figures: 2 });
  let instants = 0;

  /** The value that a share of all, 0 to 1, does not exceed. */
  function quantile(share: number, count: number): number {
    const rank = Math.ceil(share * count) - instants;
    return rank <= 0 ? 0 : histogram.percentile((rank / histogram.count) * 100) / 1_000;
  }

  return {
    record: (ms) => {
      if (ms <= 0) instants++;
      else histogram.record(Math.min(LONGEST_US, Math.max(1, Math.round(ms * 1_000))));
    },
    snapshot: () => {
      const count = instants + histogram.count;
      if (count === 0) {
        return { count, meanMs: null, p50Ms: null, p90Ms: null, p99Ms: null, maxMs: null };
      }
      const sumUs = histogram.count === 0 ? 0 : histogram.mean * histogram.count;
      return {
        count,
        meanMs: sumUs / count / 1_000,
        p50Ms: quantile(0.5, count),
        p90Ms: quantile(0.9, count),
        p99Ms: quantile(0.99, count),
        maxMs: quantile(1, count),
      };
    },
  };
}
