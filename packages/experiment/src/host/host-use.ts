/** Counters of the machine and of this process's tree at one moment; null where they are not told. */
export interface HostCounters {
  /** All processors together, as the two below; stolen time is not in it. */
  readonly busyMs: number | null;
  readonly idleMs: number | null;
  readonly stealMs: number | null;
  /** Processor time of this process and all its descendants, those included that have ended. */
  readonly ownMs: number | null;
  /** Periods in which a limit stopped this process's control group. */
  readonly throttledPeriods: number | null;
}

/**
 * Where the time of all processors went during a trial, in milliseconds, in steps of 10; null where the
 * kernel does not tell.
 */
export interface HostUse {
  /** The time of all processors together: about the trial's duration times their number. */
  readonly totalMs: number | null;
  /** What the hypervisor gave to others although this machine wanted it. */
  readonly stealMs: number | null;
  /** What processes used that are neither this one nor its descendants. */
  readonly foreignMs: number | null;
  readonly ownMs: number | null;
  readonly idleMs: number | null;
  /** Periods in which a limit on processor time stopped this process and its like. */
  readonly throttledPeriods: number | null;
}

/** What was used between two readings of the counters, in this order. */
export function usedBetween(before: HostCounters, after: HostCounters): HostUse {
  const grown = (counter: keyof HostCounters): number | null => {
    const [from, to] = [before[counter], after[counter]];
    // The kernel's account of waiting for disks may shrink, and a child that nobody waited for takes
    // its time with it.
    return from === null || to === null ? null : Math.max(0, to - from);
  };
  const busyMs = grown('busyMs');
  const idleMs = grown('idleMs');
  const stealMs = grown('stealMs');
  const ownMs = grown('ownMs');
  const told = busyMs !== null && idleMs !== null && stealMs !== null;
  return {
    totalMs: told ? busyMs + idleMs + stealMs : null,
    stealMs,
    foreignMs: busyMs === null || ownMs === null ? null : Math.max(0, busyMs - ownMs),
    ownMs,
    idleMs,
    throttledPeriods: grown('throttledPeriods'),
  };
}
