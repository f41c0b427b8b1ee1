import type { Clock } from '@muster/agent-runtime';
import { type Alarm, createAlarm } from '../time/alarm.ts';
import type { Slot, SlotState } from './slot.ts';
import type { Slots } from './slots.ts';

/**
 * Calls `onDue` for each slot that has been in a state for `afterMs`, and again whenever the alarm
 * next rings while it stays there. The slots of a state stand in the order in which they got there,
 * so one timer, set for the first, serves all.
 */
export function watchState(
  slots: Slots,
  clock: Clock,
  state: SlotState,
  afterMs: number,
  onDue: (slot: Slot, inStateMs: number) => void,
): Alarm {
  const alarm = createAlarm(clock, (nowMs) => {
    for (const slot of slots.in(state)) {
      if (slot.sinceMs + afterMs > nowMs) return slot.sinceMs + afterMs;
      onDue(slot, nowMs - slot.sinceMs);
    }
    return Infinity;
  });
  slots.onEnter(state, ({ sinceMs }) => alarm.ringBy(sinceMs + afterMs));
  return alarm;
}
