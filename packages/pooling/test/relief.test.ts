import { expect, test } from 'vitest';
import { whomToRelieve } from '../src/retirement/relief.ts';
import type { Slot, SlotState } from '../src/slots/slot.ts';
import { createSlots, type Slots } from '../src/slots/slots.ts';

const world = (): { slots: Slots; due: (...way: SlotState[]) => Slot } => {
  const slots = createSlots({ now: () => 0 });
  const due = (...way: SlotState[]): Slot => {
    const slot = slots.add();
    for (const state of way) slots.move(slot, state);
    slots.stand(slot, 'due');
    return slot;
  };
  return { slots, due };
};

test('who is idle is relieved first, then who is about to be, then who is leased longest', () => {
  const { slots, due } = world();
  const [longest, leased] = [due('idle', 'leased'), due('idle', 'leased')];
  const resetting = due('idle', 'leased', 'resetting');
  const idle = due('idle');
  slots.move(slots.add(), 'idle');

  const relieved: (Slot | undefined)[] = [];
  for (let n = 0; n < 5; n++) {
    const slot = whomToRelieve(slots, Infinity);
    relieved.push(slot);
    if (slot !== undefined) slots.stand(slot, 'relieved');
  }
  expect(relieved).toEqual([idle, resetting, longest, leased, undefined]);
});

test('of those leased, only so many are relieved at a time; who can leave at once always is', () => {
  const { slots, due } = world();
  const [longest] = [due('idle', 'leased'), due('idle', 'leased')];
  expect(whomToRelieve(slots, 1)).toBe(longest);
  slots.stand(longest, 'relieved');
  expect(whomToRelieve(slots, 1)).toBeUndefined();
  const idle = due('idle');
  expect(whomToRelieve(slots, 1)).toBe(idle);
});
