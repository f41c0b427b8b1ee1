import { type Backoff, fullPauseMs } from './backoff.ts';
import type { Death } from './death.ts';

/** How many restarts a supervisor puts up with; one more and it gives up. */
export interface Intensity {
  /** 0 or more, or Infinity: never give up. @default 1 */
  readonly maxRestarts: number;
  /** @default 5000 */
  readonly withinMs: number;
}

/** The deaths that still count at this moment. */
export function recentDeaths(
  deaths: readonly Death[],
  nowMs: number,
  { withinMs }: Intensity,
): readonly Death[] {
  return deaths.filter(({ atMs }) => nowMs - atMs <= withinMs);
}

/** Whether one child that dies as soon as it is started makes a supervisor with this back-off give up. */
export function canBeExceeded({ maxRestarts, withinMs }: Intensity, backoff: Backoff): boolean {
  let passedMs = 0;
  for (let deaths = 1; deaths <= maxRestarts; deaths++) {
    passedMs += fullPauseMs(backoff, deaths);
    if (passedMs >= withinMs) return false;
  }
  return true;
}
