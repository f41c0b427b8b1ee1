import type { Clock } from '@muster/agent-runtime';
import { LONGEST_TIMER_MS } from './deadline.ts';

/** One timer for many deadlines. Setting it earlier than it is set costs a timer; later, nothing. */
export interface Alarm {
  /** Has it ring at `atMs`, or before. */
  ringBy(atMs: number): void;
  cancel(): void;
}

/**
 * An alarm that asks, whenever it rings, for the next time it is needed (Infinity: not before it is
 * set again). What was due and is not any more leaves the timer where it is: it rings once for
 * nothing, where clearing and setting it for every lease or waiter would cost more than a lease.
 *
 * It rings after whatever had come in by then was heard: a coordinator that was busy itself finds its
 * timers due before the answers that have been there for long, and must blame nobody.
 */
export function createAlarm(clock: Clock, ring: (nowMs: number) => number): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let ahead: NodeJS.Immediate | undefined;
  let ringsAtMs = Infinity;

  const ringBy = (atMs: number): void => {
    if (atMs >= ringsAtMs) return;
    clearTimeout(timer);
    ringsAtMs = atMs;
    const delayMs = Math.max(0, Math.ceil(atMs - clock.now()));
    timer = setTimeout(onTime, Math.min(delayMs, LONGEST_TIMER_MS));
  };
  const cancel = (): void => {
    clearTimeout(timer);
    clearImmediate(ahead);
    ringsAtMs = Infinity;
  };
  function onTime(): void {
    ahead = setImmediate(() => {
      ringsAtMs = Infinity;
      ringBy(ring(clock.now()));
    });
  }
  return { ringBy, cancel };
}
