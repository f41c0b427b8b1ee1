import { PoolClosedError } from './errors.ts';
import type { Gate } from './gate.ts';
import type { CloseOptions } from './pool.ts';
import type { Departures } from './retirement/departures.ts';
import type { Slots } from './slots/slots.ts';
import type { Starts } from './starting/starts.ts';
import { checkDeadline } from './time/deadline.ts';
import type { WaitingRoom } from './waiting/waiting-room.ts';

/** The end of a pool. */
export interface Closing {
  readonly close: (options?: CloseOptions) => Promise<void>;
  /** The last slot has left. */
  emptied(): void;
}

export interface ClosingDeps {
  readonly gate: Gate;
  readonly slots: Slots;
  readonly room: WaitingRoom;
  readonly departures: Departures;
  readonly starts: Starts;
  readonly filled: { reject(error: unknown): void };
  readonly stopUpkeep: () => void;
}

const DEFAULT_DEADLINE_MS = 5_000;

export function createClosing(deps: ClosingDeps): Closing {
  const { gate, slots, room, departures, starts, filled, stopUpkeep } = deps;
  const empty = Promise.withResolvers<void>();
  let closed: Promise<void> | undefined;

  async function shut(deadlineMs: number): Promise<void> {
    const reason = new PoolClosedError();
    gate.close();
    filled.reject(reason);
    room.turnAllAway(reason);
    for (const slot of slots.in('idle')) departures.retire(slot, 'closed');
    starts.cancel(reason);
    if (slots.total() > 0) {
      const deadline = setTimeout(() => {
        for (const slot of slots.all()) {
          if (slot.agent !== undefined) void slot.agent.kill('its pool was closed');
          // Its launcher does not hear. What comes of it all the same is killed when it comes.
          else departures.drop(slot);
        }
      }, deadlineMs);
      await empty.promise;
      clearTimeout(deadline);
    }
    room.close();
    stopUpkeep();
  }

  return {
    close: async ({ deadlineMs } = {}) => {
      checkDeadline(deadlineMs, 'allowed');
      await (closed ??= shut(deadlineMs ?? DEFAULT_DEADLINE_MS));
    },
    emptied: () => {
      if (gate.isClosed()) empty.resolve();
    },
  };
}
