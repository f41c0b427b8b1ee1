import { treePss } from '@muster/agent-runtime/host';
import type { Clock } from '@muster/agent-runtime';
import { isNow, type Slot } from '../slots/slot.ts';
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
 * Reads, every while, the memory of each agent that was in use since it was read last: one that only
 * waits does not grow, and reading walks its page tables. One after another, for the same reason.
 */
export function watchMemory(options: MemoryWatchOptions): Alarm {
  const { slots, clock, everyMs, readBytes, onRead } = options;
  const readAtMs = new WeakMap<Slot, number>();
  let reading = false;

  function mayHaveGrown(slot: Slot): boolean {
    if (slot.state !== 'idle') return isInUse(slot);
    return slot.uses > 0 && slot.sinceMs >= (readAtMs.get(slot) ?? 0);
  }

  async function readAll(): Promise<void> {
    for (const slot of slots.all()) {
      // Asked when it is its turn: it may have left, and its process id be somebody else's.
      if (slot.standing !== 'kept' || !mayHaveGrown(slot)) continue;
      readAtMs.set(slot, clock.now());
      const bytes = await readBytes(slot.agent!.pid).catch(() => undefined);
      if (bytes !== undefined && (isNow(slot, 'idle') || isInUse(slot))) onRead(slot, bytes);
    }
  }

  const alarm = createAlarm(clock, (nowMs) => {
    // Those in use now are read again, and so is who comes back while others are being read.
    const again = reading || slots.count('leased') + slots.count('resetting') > 0;
    if (!reading) {
      reading = true;
      void readAll().finally(() => (reading = false));
    }
    return again ? nowMs + everyMs : Infinity;
  });
  slots.onEnter('leased', ({ sinceMs }) => alarm.ringBy(sinceMs + everyMs));
  return alarm;
}

const isInUse = (slot: Slot): boolean => isNow(slot, 'leased') || isNow(slot, 'resetting');
