import { probeIdle } from './health/probe.ts';
import type { ParsedOptions } from './parse-options.ts';
import { watchAge } from './retirement/age.ts';
import type { Departures } from './retirement/departures.ts';
import { watchMemory } from './retirement/memory.ts';
import type { Retirement } from './retirement/retirement.ts';
import type { Slot } from './slots/slot.ts';
import type { Slots } from './slots/slots.ts';
import { watchState } from './slots/watch-state.ts';
import type { Starts } from './starting/starts.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

export interface UpkeepDeps {
  readonly options: ParsedOptions;
  readonly slots: Slots;
  readonly starts: Starts;
  readonly departures: Departures;
  readonly retirement: Retirement;
  readonly telemetry: Telemetry;
}

/** Begins everything that time does to a pool. Calling what it returns ends it. */
export function keepUp(deps: UpkeepDeps): () => void {
  const { options, slots, starts, departures, retirement, telemetry } = deps;
  const { clock, retire, probe, leaseDeadlineMs, leakAfterMs } = options;

  const alarms = [
    watchState(slots, clock, 'starting', options.startDeadlineMs, starts.expire),
    watchState(slots, clock, 'resetting', options.resetDeadlineMs, (slot) =>
      departures.retire(slot, 'unreset'),
    ),
  ];
  if (options.min < options.max) {
    alarms.push(
      watchState(slots, clock, 'idle', options.maxIdleMs, (slot) => {
        if (slots.inService() > options.min) departures.retire(slot, 'idle');
      }),
    );
  }
  if (leaseDeadlineMs !== undefined) {
    alarms.push(
      watchState(slots, clock, 'leased', leaseDeadlineMs, (slot) =>
        departures.kill(slot, 'overdue'),
      ),
    );
  }
  if (leakAfterMs !== undefined) {
    alarms.push(
      watchState(slots, clock, 'leased', leakAfterMs, (slot, heldMs) => {
        const stack = slot.site?.stack;
        if (stack === undefined) return;
        slot.site = undefined;
        telemetry.note({ kind: 'leak-suspected', agentId: slot.agent!.id, heldMs, stack });
      }),
    );
  }
  if (probe?.everyMs !== undefined) {
    const { everyMs, deadlineMs } = probe;
    const onMute = (slot: Slot): void => departures.kill(slot, 'mute');
    alarms.push(probeIdle({ slots, clock, everyMs, deadlineMs, onMute }));
  }
  if (retire.afterMs !== undefined) {
    alarms.push(
      watchAge(slots, clock, (slot, nowMs) =>
        retirement.consider(slot, { uses: 0, ageMs: nowMs - slot.readyAtMs, bytes: 0 }),
      ),
    );
  }
  if (retire.aboveBytes !== undefined) {
    const { readBytesEveryMs: everyMs } = retire;
    const onRead = (slot: Slot, bytes: number): void =>
      retirement.consider(slot, { uses: 0, ageMs: 0, bytes });
    alarms.push(watchMemory({ slots, clock, everyMs, readBytes: options.readBytes, onRead }));
  }
  return () => {
    for (const alarm of alarms) alarm.cancel();
  };
}
