/** How long starts take, to tell one that takes far too long. */
export interface StartTimes {
  record(startMs: number): void;
  /** Milliseconds; undefined before there are enough of them to speak of a median. */
  median(): number | undefined;
}

const ENOUGH = 11;
/** The median is that of the latest: a host gets slower in the course of a burst. */
const KEPT = 101;

/** The median of the last hundred starts. */
export function createStartTimes(): StartTimes {
  const latest: number[] = [];
  let median: number | undefined;
  return {
    record: (startMs) => {
      latest.push(startMs);
      if (latest.length > KEPT) latest.shift();
      median = undefined;
    },
    median: () => {
      if (latest.length < ENOUGH) return undefined;
      return (median ??= latest.toSorted((a, b) => a - b)[latest.length >> 1]);
    },
  };
}
