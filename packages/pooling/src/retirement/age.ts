import type { Clock } from '@muster/agent-runtime';
import type { Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';
import { type Alarm, createAlarm } from '../time/alarm.ts';

/** Calls `onExpired` once for each agent that has served its time, which each has drawn for itself. */
export function watchAge(
  slots: Slots,
  clock: Clock,
  onExpired: (slot: Slot, nowMs: number) => void,
): Alarm {
  const alarm = createAlarm(clock, (nowMs) => {
    let nextMs = Infinity;
    for (const slot of slots.all()) {
      if (slot.standing !== 'kept' || slot.agent === undefined || slot.state === 'retiring')
        continue;
      const expiresAtMs = expiryOf(slot);
      if (expiresAtMs <= nowMs) onExpired(slot, nowMs);
      else nextMs = Math.min(nextMs, expiresAtMs);
    }
    return nextMs;
  });
  slots.onEnter('idle', (slot) => alarm.ringBy(expiryOf(slot)));
  return alarm;
}

const expiryOf = ({ readyAtMs, allowance }: Slot): number => readyAtMs + allowance.ageMs;
