import { treePss } from '@muster/agent-runtime/host';
import type { Clock } from '@muster/agent-runtime';
import type { Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';
import { type Alarm, createAlarm } from '../time/alarm.ts';

/** What a process and its descendants take, in bytes; undefined where nobody can tell. */
export type ReadBytes = (pid: number) => Promise<number | undefined>;

/** Proportional set size: pages that an agent shares with its zygote and siblings count in part. */
export const readTreeBytes: ReadBytes = async (pid) => {
  const memory = await treePss([pid]);
  return memory.shown ? memory.value.pssBytes : undefined;
};

export interface MemoryWatchOptions {
  readonly slots: Slots;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly readBytes: ReadBytes;
  readonly onRead: (slot: Slot, bytes: number) => void;
}

/**
 * Reads, every while, the memory of each agent that was used since it was read last: one that only
 * waits does not grow, and reading walks its page tables. One after another, for the same reason.
 */
export function watchMemory(options: MemoryWatchOptions): Alarm {
  const { slots, clock, everyMs, readBytes, onRead } = options;
  const usesRead = new WeakMap<Slot, number>();
  let reading = false;

  async function readAll(): Promise<void> {
    for (const slot of slots.all()) {
      const { agent, uses } = slot;
      if (agent === undefined || usesRead.get(slot) === uses) continue;
      usesRead.set(slot, uses);
      const bytes = await readBytes(agent.pid).catch(() => undefined);
      if (bytes !== undefined && slot.state !== 'retiring') onRead(slot, bytes);
    }
  }

  const alarm = createAlarm(clock, () => {
    if (!reading) {
      reading = true;
      void readAll().finally(() => (reading = false));
    }
    return Infinity;
  });
  slots.onEnter('leased', ({ sinceMs }) => alarm.ringBy(sinceMs + everyMs));
  return alarm;
}
