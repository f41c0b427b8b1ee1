import type { Clock } from '@muster/agent-runtime';

/** A turn of the event loop that took so long is told of, in milliseconds. */
const LONG_MS = 2;

/**
 * The time as of this turn of the event loop, read once for all that happens in it, as libuv does
 * for its timers: asking the system costs as much as a lease. What a user computes in a turn would
 * then count against whoever asks for an agent after it: `onLongTurn` hears, when such a turn is over,
 * which moment stood for all of it, and when it really ended.
 */
export function createTurnClock(
  clock: Clock,
  onLongTurn: (startMs: number, endMs: number) => void,
): Clock {
  let nowMs = 0;
  let known = false;
  const forget = (): void => {
    known = false;
    const endMs = clock.now();
    if (endMs - nowMs >= LONG_MS) onLongTurn(nowMs, endMs);
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
