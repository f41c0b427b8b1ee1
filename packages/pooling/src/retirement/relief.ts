import type { Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';

/**
 * Whom a new agent relieves: of those due, one that is idle, for it can leave now; else the one
 * whose lease has lasted longest. Undefined when nobody is due.
 */
export function whomToRelieve(slots: Pick<Slots, 'in' | 'countStanding'>): Slot | undefined {
  if (slots.countStanding('due') === 0) return undefined;
  for (const state of ['idle', 'resetting', 'leased'] as const) {
    for (const slot of slots.in(state)) if (slot.standing === 'due') return slot;
  }
  return undefined;
}
