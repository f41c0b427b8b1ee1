import { checkDuration, checkSize } from './check.ts';
import { checkGoal, type Goal } from './goal.ts';
import { leastUpTo } from './least-up-to.ts';
import { checkLoad, type Load } from './load.ts';

/**
 * The share of uses that a pool serves within a time (0: hits), by a formula: for planning with
 * nothing recorded. Whether one waits is Erlang's C, which hardly minds how holds are spread; how
 * long, an exponential time with the mean of Allen and Cunneen (Allen, 1990). For independent
 * arrivals a hit rate is within 2.5 points of a replay, a wait within 6, and those 6 too cautious.
 * Bursts and trends are not in these numbers: there it is 30 points off, and reckless. It says 0
 * where more is asked for than there is in the long run.
 */
export function modelledShare(load: Load, size: number, withinMs = 0): number {
  checkLoad(load);
  checkSize('size', size);
  checkDuration('withinMs', withinMs);
  const { offered, meanBusyMs, gapVariation, busyVariation } = load;
  if (size <= offered) return 0;
  const waiting = erlangC(size, offered);
  if (withinMs === 0) return 1 - waiting;
  const meanWaitMs = ((meanBusyMs / (size - offered)) * (gapVariation + busyVariation)) / 2;
  return 1 - waiting * Math.exp(-withinMs / meanWaitMs);
}

/** The smallest pool that meets the goal by {@link modelledShare}. */
export function modelledSize(load: Load, goal: Goal): number {
  checkLoad(load);
  checkGoal(goal);
  const offered = Math.floor(load.offered);
  const meets = (spare: number): boolean =>
    modelledShare(load, offered + spare, goal.withinMs) >= goal.share;
  let most = 1;
  while (!meets(most)) most *= 2;
  return offered + leastUpTo(most, meets);
}

/** The chance to find all servers of an M/M/c queue busy, for an offered load below `servers`. */
export function erlangC(servers: number, offered: number): number {
  // One over Erlang's B is a sum of which only so many terms count as the load varies by: some roots
  // of it, where the recursion over the servers would walk all of them.
  let [term, sum] = [1, 1];
  for (let n = servers; n > 0 && term > sum * Number.EPSILON; n -= 1) {
    term *= n / offered;
    sum += term;
  }
  const blocked = 1 / sum;
  return blocked / (1 - (offered / servers) * (1 - blocked));
}
