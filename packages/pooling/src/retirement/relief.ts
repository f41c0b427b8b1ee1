import type { Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';

/**
 * Whom a new agent relieves: of those due, one that is idle, for it can leave now; else the one
 * whose lease has lasted longest, unless `maxBeside` that are leased are already there beside their
 * replacements. Undefined when nobody is due, or nobody may be relieved now.
 */
export function whomToRelieve(
  slots: Pick<Slots, 'in' | 'countStanding'>,
  maxBeside: number,
): Slot | undefined {
  if (slots.countStanding('due') === 0) return undefined;
  for (const state of ['idle', 'resetting'] as const) {
    for (const slot of slots.in(state)) if (slot.standing === 'due') return slot;
  }
  // The new one may have been started for a waiter: it is no leave to be one more beside.
  if (slots.countStanding('relieved') >= maxBeside) return undefined;
  for (const slot of slots.in('leased')) if (slot.standing === 'due') return slot;
  return undefined;
}
