import { checkObject, isAmount, refuse } from './check.ts';
import { checkUses, type Use } from './use.ts';

/** What uses ask of a pool, in four numbers: all that the formula of {@link modelledShare} goes by. */
export interface Load {
  /** Agents that would be busy on average if nobody had to wait. */
  readonly offered: number;
  readonly meanBusyMs: number;
  /** Squared coefficients of variation: 1 for gaps of a Poisson process and exponential times. */
  readonly gapVariation: number;
  readonly busyVariation: number;
}

/** The load of recorded uses. */
export function loadOf(uses: readonly Use[]): Load {
  checkUses(uses);
  const busy = moments(uses.map(({ busyMs }) => busyMs));
  const gaps = moments(uses.slice(1).map(({ atMs }, index) => atMs - (uses[index]?.atMs ?? atMs)));
  if (gaps.mean === 0) throw new TypeError('`uses` must not all be asked for at the same moment');
  return {
    offered: busy.mean / gaps.mean,
    meanBusyMs: busy.mean,
    gapVariation: gaps.variance / gaps.mean ** 2,
    busyVariation: busy.mean === 0 ? 0 : busy.variance / busy.mean ** 2,
  };
}

/** Throws a TypeError that names the field unless the load is one that uses can make. */
export function checkLoad(load: Load): void {
  checkObject('load', load);
  for (const field of ['offered', 'meanBusyMs', 'gapVariation', 'busyVariation'] as const) {
    if (!isAmount(load[field])) refuse(`load.${field}`, 'a finite number, 0 or more', load[field]);
  }
}

function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / values.length };
}

/** How many agents the uses would keep busy if there was always one more. */
export interface Crowd {
  /** The most at once: with so many agents there is no miss. */
  readonly most: number;
  /**
   * Variance / mean of the number that is busy: 1 when arrivals are a Poisson process, whatever the
   * holding times; above it for bursts and trends (peakedness: Wilkinson, 1956).
   */
  readonly peakedness: number;
}

/** Watches the crowd from `fromMs` to the last arrival; the most is that of all uses. */
export function crowdOf(uses: readonly Use[], fromMs: number): Crowd {
  const steps = uses
    .flatMap(({ atMs, busyMs }) => [
      { atMs, by: 1 },
      { atMs: atMs + busyMs, by: -1 },
    ])
    // Who leaves at a moment makes room for who comes then.
    .toSorted((a, b) => a.atMs - b.atMs || a.by - b.by);
  const toMs = uses.at(-1)?.atMs ?? fromMs;
  let [busy, most, sum, squares, lastMs] = [0, 0, 0, 0, fromMs];
  for (const { atMs, by } of steps) {
    const untilMs = Math.min(Math.max(atMs, fromMs), toMs);
    sum += busy * (untilMs - lastMs);
    squares += busy ** 2 * (untilMs - lastMs);
    lastMs = untilMs;
    busy += by;
    most = Math.max(most, busy);
  }
  const mean = sum / (toMs - fromMs);
  const peakedness = mean === 0 ? 1 : (squares / (toMs - fromMs) - mean ** 2) / mean;
  return { most: Math.max(1, most), peakedness };
}
