/** How often the event loop is looked at: a block shorter than this may go unseen. */
const PERIOD_MS = 100;

/** How well this process is, as a pong says it. */
export interface Vitals {
  /** The lag is the longest since it was last read, in whole milliseconds, as Node's timers are. */
  read(): { readonly lagMs: number; readonly rssBytes: number };
  /** Ends the watch that the first reading began. */
  stop(): void;
}

/**
 * The vital signs of this process. Nothing is watched, and an idle process is not woken, before
 * somebody asks for the first time.
 */
export function createVitals(): Vitals {
  let timer: NodeJS.Timeout | undefined;
  let dueAtMs = Number.POSITIVE_INFINITY;
  let lagMs = 0;

  const look = (): void => {
    const nowMs = performance.now();
    lagMs = Math.max(lagMs, nowMs - dueAtMs);
    dueAtMs = nowMs + PERIOD_MS;
  };
  return {
    read: () => {
      // A timer that is overdue has seen less than this.
      const longestMs = Math.max(lagMs, performance.now() - dueAtMs);
      lagMs = 0;
      if (timer === undefined) {
        dueAtMs = performance.now() + PERIOD_MS;
        timer = setInterval(look, PERIOD_MS).unref();
      }
      return { lagMs: Math.round(longestMs), rssBytes: process.memoryUsage.rss() };
    },
    stop: () => clearInterval(timer),
  };
}
