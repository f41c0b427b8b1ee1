import type { Agent, Clock } from '@muster/agent-runtime';
import type { Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';
import { type Alarm, createAlarm } from '../time/alarm.ts';

/** Whether the agent answers a ping in time. */
export async function answers(agent: Agent, deadlineMs: number): Promise<boolean> {
  try {
    await agent.ping({ deadlineMs });
    return true;
  } catch {
    return false;
  }
}

export interface IdleProbeOptions {
  readonly slots: Slots;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly deadlineMs: number;
  /** It is idle, has been since it was asked, and did not answer. */
  readonly onMute: (slot: Slot) => void;
}

/** Asks idle agents for a sign of life. They can be leased meanwhile: asking is no work. */
export function probeIdle(options: IdleProbeOptions): Alarm {
  const { slots, clock, everyMs, deadlineMs, onMute } = options;

  async function ask(slot: Slot, agent: Agent): Promise<void> {
    const { uses } = slot;
    const alive = await answers(agent, deadlineMs);
    // An agent that was leased meanwhile may be too busy to answer; its user will notice more.
    if (slot.state !== 'idle' || slot.uses !== uses) return;
    if (alive) slot.seenAtMs = clock.now();
    else onMute(slot);
  }

  const alarm = createAlarm(clock, (nowMs) => {
    let nextMs = Infinity;
    for (const slot of slots.in('idle')) {
      if (slot.agent !== undefined && slot.seenAtMs + everyMs <= nowMs) {
        void ask(slot, slot.agent);
        nextMs = Math.min(nextMs, nowMs + everyMs);
      } else nextMs = Math.min(nextMs, slot.seenAtMs + everyMs);
    }
    return nextMs;
  });
  slots.onEnter('idle', ({ sinceMs }) => alarm.ringBy(sinceMs + everyMs));
  return alarm;
}
