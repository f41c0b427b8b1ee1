/** A snapshot. `idle + leased + starting + resetting` is what the pool has; at rest, its size. */
export interface PoolStats {
  readonly size: number;
  readonly idle: number;
  readonly leased: number;
  readonly starting: number;
  /** Back from a lease and forgetting it. */
  readonly resetting: number;
  /** On their way out; replaced already. */
  readonly retiring: number;
  /** Acquires that have not been served yet. */
  readonly waiting: number;
  /** Acquires served at once, by an agent that was idle and ready. */
  readonly hits: number;
  /** Acquires that had to wait. */
  readonly misses: number;
  /** hits / (hits + misses), 0 to 1; null before the first acquire. */
  readonly hitRate: number | null;
  /** How long the misses that were served have waited. */
  readonly waits: { readonly count: number; readonly totalMs: number; readonly maxMs: number };
  /** Starts, failed starts, and agents that died while idle, leased or resetting. */
  readonly starts: number;
  readonly failedStarts: number;
  readonly deaths: number;
}

/** The counting part of {@link PoolStats}. */
export interface Tally {
  hit(): void;
  miss(): void;
  waited(ms: number): void;
  started(): void;
  startFailed(): void;
  died(): void;
  snapshot(): Pick<
    PoolStats,
    'hits' | 'misses' | 'hitRate' | 'waits' | 'starts' | 'failedStarts' | 'deaths'
  >;
}

export function createTally(): Tally {
  let [hits, misses, starts, failedStarts, deaths] = [0, 0, 0, 0, 0];
  let waits = { count: 0, totalMs: 0, maxMs: 0 };
  return {
    hit: () => void hits++,
    miss: () => void misses++,
    waited: (ms) => {
      const { count, totalMs, maxMs } = waits;
      waits = { count: count + 1, totalMs: totalMs + ms, maxMs: Math.max(maxMs, ms) };
    },
    started: () => void starts++,
    startFailed: () => void failedStarts++,
    died: () => void deaths++,
    snapshot: () => {
      const acquires = hits + misses;
      const hitRate = acquires === 0 ? null : hits / acquires;
      return { hits, misses, hitRate, waits, starts, failedStarts, deaths };
    },
  };
}
