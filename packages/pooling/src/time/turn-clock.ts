import type { Clock } from '@muster/agent-runtime';

/**
 * The time as of this turn of the event loop, read once for all that happens in it, as libuv does
 * for its timers: asking the system costs as much as a lease. Nothing an agent does falls between
 * two moments of one turn.
 */
export function createTurnClock(clock: Clock): Clock {
  let nowMs = 0;
  let known = false;
  const forget = (): void => {
    known = false;
  };
  return {
    now: () => {
      if (!known) {
        nowMs = clock.now();
        known = true;
        setImmediate(forget);
      }
      return nowMs;
    },
  };
}
