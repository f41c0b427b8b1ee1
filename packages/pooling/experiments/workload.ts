/** How demand comes in: evenly at random, in bursts, or rising. */
export type ArrivalPattern = 'steady' | 'bursty' | 'ramping';

export interface WorkloadOptions {
  readonly pattern: ArrivalPattern;
  /** Share of the pool's capacity that is asked for on average, 0 to 1. */
  readonly utilization: number;
  readonly poolSize: number;
  /** How long a lease is held on average. */
  readonly meanHoldMs: number;
  readonly acquires: number;
  /** Uniform in [0, 1). */
  readonly next: () => number;
}

/** One use of the pool: when it is asked for, counted from the start, and how long it is held. */
export interface Demand {
  readonly atMs: number;
  readonly holdMs: number;
}

/** Uses that arrive together in the bursty pattern, on average (geometric). */
const MEAN_BURST = 4;
/** Log-scale spread of the holding times: the longest 5 % of uses make up a third of the time. */
const HOLD_SIGMA = 1.2;

/**
 * An open-loop workload: arrivals do not wait for each other, as agents asked for by independent
 * parties do not. Steady is a Poisson process; bursty is a Poisson process of bursts; ramping is a
 * Poisson process whose rate rises from half its mean to one and a half. Holding times are
 * log-normal, hence heavy-tailed, with the mean that is asked for.
 */
export function createWorkload(options: WorkloadOptions): readonly Demand[] {
  const { pattern, utilization, poolSize, meanHoldMs, acquires, next } = options;
  const meanGapMs = meanHoldMs / (utilization * poolSize);
  const arrivals = ARRIVALS[pattern](acquires, meanGapMs, next);
  return arrivals.map((atMs) => ({ atMs, holdMs: logNormal(meanHoldMs, next) }));
}

/** The load that was really drawn, against the pool's capacity until the last arrival. */
export function offeredLoadOf(workload: readonly Demand[], poolSize: number): number {
  const heldMs = workload.reduce((sum, { holdMs }) => sum + holdMs, 0);
  return heldMs / (poolSize * (workload.at(-1)?.atMs ?? Number.NaN));
}

type Arrivals = (count: number, meanGapMs: number, next: () => number) => readonly number[];

const ARRIVALS: Readonly<Record<ArrivalPattern, Arrivals>> = {
  steady: (count, meanGapMs, next) => {
    let atMs = 0;
    return Array.from({ length: count }, () => (atMs += exponential(meanGapMs, next)));
  },
  bursty: (count, meanGapMs, next) => {
    const times: number[] = [];
    let atMs = 0;
    while (times.length < count) {
      atMs += exponential(meanGapMs * MEAN_BURST, next);
      do times.push(atMs);
      while (times.length < count && next() > 1 / MEAN_BURST);
    }
    return times;
  },
  ramping: (count, meanGapMs, next) => {
    // Arrival n of a unit-rate process is moved to where the growing rate has summed up to it: with
    // the rate r(s) = 1/2 + s over the run s in 0..1, the sum is s/2 + s²/2, and this inverts it.
    const spanMs = count * meanGapMs;
    let sum = 0;
    return Array.from({ length: count }, () => {
      sum += exponential(1 / count, next);
      return spanMs * (Math.sqrt(1 + 8 * sum) - 1) * 0.5;
    });
  },
};

function exponential(mean: number, next: () => number): number {
  return -mean * Math.log(1 - next());
}

/** Box-Muller, one of its two values; the shift of the location makes `mean` the mean. */
function logNormal(mean: number, next: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return mean * Math.exp(HOLD_SIGMA * normal - HOLD_SIGMA ** 2 / 2);
}
