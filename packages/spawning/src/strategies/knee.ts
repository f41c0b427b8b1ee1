import type { Pacing, PacingDefaults } from './pacing.ts';

/** So many starts, at least, tell how fast starts come at one concurrency: a climb soon shows twice the rate. */
const LEAST_SAMPLE = 8;
/** So many times as long is measured what differs less. */
const CLOSER = 4;
/** A faster rate than the best so far, beyond what chance makes of it. */
const GAIN = 1.05;
/** As good as the best: of two such concurrencies the lower one presses less on the host. */
const AS_GOOD = 0.98;
/** Concurrencies without a gain after which climbing ends: one alone may have been bad luck. */
const PATIENCE = 2;
/** Concurrencies closer to the best than this share of it are not worth a try. */
const FINEST = 1 / 8;
/** A rate so far off what it was when the climb ended: the host, or the agents, are not the same. */
const CHANGED = { below: 0.6, above: 1.7 } as const;

/**
 * Finds the knee of throughput over concurrency by climbing: it doubles how many starts are underway
 * as long as more agents become ready in the same time, tries what lies between the best and those
 * beside it, and settles on the lowest concurrency that was as good as the best. Start latency alone cannot tell: it rises with concurrency both where starts
 * share what is idle and where they only wait for each other; by Little's law the two differ in
 * concurrency / latency, the rate measured here. Settled, it goes on measuring, and climbs again when
 * the rate is no longer what it was.
 */
export function createKnee({ min, max, initial }: PacingDefaults): Pacing {
  const clamp = (limit: number): number => Math.max(min, Math.min(max, limit));
  let limit = clamp(initial);
  /** Starts per millisecond, by concurrency, of the climb underway. */
  let rates = new Map<number, number>();
  let measuredClosely = new Set<number>();
  let withoutGain = 0;
  let climbing = true;
  let settledRate: number | undefined;
  // A concurrency is measured from when it has been reached to so many starts later.
  let toSkip = 0;
  let sinceMs: number | undefined;
  let counted = 0;

  function go(to: number): void {
    const from = limit;
    limit = clamp(to);
    // Until all that were underway when it changed have ended: they come in a bunch.
    toSkip = Math.max(from, limit);
    sinceMs = undefined;
  }

  function climbFrom(from: number): void {
    rates = new Map();
    measuredClosely = new Set();
    withoutGain = 0;
    climbing = true;
    settledRate = undefined;
    go(from);
  }

  function measured(rate: number): void {
    if (settledRate !== undefined) {
      const ratio = rate / settledRate;
      if (ratio < CHANGED.below || ratio > CHANGED.above) climbFrom(Math.ceil(limit / 2));
      return;
    }
    withoutGain = rate > Math.max(0, ...rates.values()) * GAIN ? 0 : withoutGain + 1;
    rates.set(limit, rate);
    if (!climbing) measuredClosely.add(limit);
    climbing &&= limit < max && withoutGain < PATIENCE;
    if (climbing) return go(limit * 2);
    const tried = [...rates.keys()].toSorted((a, b) => a - b);
    const good = Math.max(...rates.values()) * AS_GOOD;
    const at = tried.findIndex((each) => rates.get(each)! >= good);
    const lowest = tried[at]!;
    const between = [tried[at - 1] ?? min, tried[at + 1] ?? lowest]
      .filter((beside) => (rates.get(beside) ?? 0) < good)
      .map((beside) => Math.round((lowest + beside) / 2))
      .filter((each) => Math.abs(each - lowest) > lowest * FINEST);
    const next = [lowest, ...between].find((each) => !measuredClosely.has(each));
    if (next === undefined) settledRate = rates.get(lowest)!;
    go(next ?? lowest);
  }

  return {
    get limit() {
      return limit;
    },
    room: (underway) => limit - underway,
    began: () => undefined,
    // A burst that runs dry, or is held, is no measure of what more starts would bring.
    interrupted: () => void (sinceMs = undefined),
    succeeded: (atMs) => {
      if (toSkip > 0) {
        toSkip--;
        return;
      }
      if (sinceMs === undefined) {
        sinceMs = atMs;
        counted = 0;
        return;
      }
      counted++;
      const elapsedMs = atMs - sinceMs;
      const sample = Math.max(LEAST_SAMPLE, limit) * (climbing ? 1 : CLOSER);
      if (counted < sample || elapsedMs <= 0) return;
      sinceMs = undefined;
      measured(counted / elapsedMs);
    },
    pressed: () => climbFrom(Math.floor(limit / 2)),
  };
}
