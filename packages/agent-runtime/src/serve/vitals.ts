/** How often the event loop of a process with something to do is looked at: a block shorter than this may go unseen. */
const SHORTEST_MS = 100;
/** How often that of a process with nothing to do is: hundreds of such agents must cost their host nothing. */
const LONGEST_MS = 6_400;
/** An event loop that is active for less of the time has nothing to do. */
const IDLE_SHARE = 0.05;

/** How well this process is, as a pong says it. */
export interface Vitals {
  /**
   * The lag is the longest since it was last read, in whole milliseconds, as Node's timers are. Of
   * what an idle process did of its own accord, all together counts: the lag is then at most this.
   */
  read(): { readonly lagMs: number; readonly rssBytes: number };
  /** There is something to do: looks closely from here on, until nothing goes on any more. */
  stir(): void;
  /** Ends the watch that the first reading began. */
  stop(): void;
}

/**
 * The vital signs of this process. Nothing is watched, and an idle process is not woken, before
 * somebody asks for the first time.
 */
export function createVitals(): Vitals {
  let timer: NodeJS.Timeout | undefined;
  let periodMs = LONGEST_MS;
  let dueAtMs = Number.POSITIVE_INFINITY;
  let lookedAt = performance.eventLoopUtilization();
  let lagMs = 0;

  function watch(forMs: number): void {
    periodMs = forMs;
    dueAtMs = performance.now() + periodMs;
    clearTimeout(timer);
    timer = setTimeout(look, periodMs).unref();
  }

  /** Answers how long it is to be looked away. */
  function note(): number {
    const use = performance.eventLoopUtilization();
    const { active } = performance.eventLoopUtilization(use, lookedAt);
    lookedAt = use;
    // A timer that is not due, or is overdue, has seen less than this.
    const unseenMs = periodMs > SHORTEST_MS && active >= SHORTEST_MS ? active : 0;
    lagMs = Math.max(lagMs, performance.now() - dueAtMs, unseenMs);
    const goesOn = unseenMs > 0 || active > periodMs * IDLE_SHARE;
    return goesOn ? SHORTEST_MS : Math.min(periodMs * 2, LONGEST_MS);
  }

  const look = (): void => watch(note());

  return {
    read: () => {
      if (timer === undefined) {
        lookedAt = performance.eventLoopUtilization();
        watch(LONGEST_MS);
      } else {
        const forMs = note();
        // One that is overdue has been told of: it must not be told again when it fires.
        if (forMs < periodMs || performance.now() > dueAtMs) watch(forMs);
      }
      const longestMs = lagMs;
      lagMs = 0;
      return { lagMs: Math.round(longestMs), rssBytes: process.memoryUsage.rss() };
    },
    stir: () => {
      if (timer === undefined || periodMs === SHORTEST_MS) return;
      note();
      watch(SHORTEST_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
