import { describe, expect, test } from 'vitest';
import type { Slot, SlotState } from '../src/slots/slot.ts';
import { createSlots as createSlotsAt, type Slots } from '../src/slots/slots.ts';
import { createScriptedAgent } from './fixtures/scripted-agent.ts';

const STATES: readonly Exclude<SlotState, 'gone'>[] = [
  'starting',
  'idle',
  'leased',
  'resetting',
  'retiring',
];
const WAY_TO: Readonly<Record<(typeof STATES)[number], readonly SlotState[]>> = {
  starting: [],
  idle: ['idle'],
  leased: ['idle', 'leased'],
  resetting: ['idle', 'leased', 'resetting'],
  retiring: ['retiring'],
};
const LEGAL = new Set([
  'starting>idle',
  'starting>retiring',
  'idle>leased',
  'idle>retiring',
  'leased>resetting',
  'leased>retiring',
  'resetting>idle',
  'resetting>retiring',
]);
const MOVES = STATES.flatMap((from) => STATES.map((to) => ({ from, to })));

const createSlots = (): Slots => createSlotsAt({ now: () => 0 });

function slotIn(slots: Slots, state: (typeof STATES)[number], number = 1): Slot {
  const slot = slots.add();
  const { agent } = createScriptedAgent(number);
  slot.agent = agent;
  for (const step of WAY_TO[state]) slots.move(slot, step);
  return slot;
}

describe('the slots', () => {
  test.each(MOVES.filter(({ from, to }) => LEGAL.has(`${from}>${to}`)))(
    'a slot may go from $from to $to, and is counted there alone',
    ({ from, to }) => {
      const slots = createSlots();
      const slot = slotIn(slots, from);
      slots.move(slot, to);
      expect(slot.state).toBe(to);
      const counts = STATES.map((state) => slots.count(state));
      expect(counts).toEqual(STATES.map((state) => (state === to ? 1 : 0)));
    },
  );

  test.each(MOVES.filter(({ from, to }) => !LEGAL.has(`${from}>${to}`)))(
    'a slot cannot go from $from to $to, and stays where it is',
    ({ from, to }) => {
      const slots = createSlots();
      const slot = slotIn(slots, from);
      expect(() => slots.move(slot, to)).toThrow(`cannot go from ${from} to ${to}`);
      expect(slot.state).toBe(from);
      expect(slots.count(from)).toBe(1);
    },
  );

  test('what retires no longer counts towards the size, but is there until removed', () => {
    const slots = createSlots();
    for (const state of STATES) slotIn(slots, state);
    expect([slots.held(), slots.total(), slots.all().length]).toEqual([4, 5, 5]);
    for (const slot of slots.all()) if (slot.state === 'retiring') slots.remove(slot);
    expect([slots.held(), slots.total()]).toEqual([4, 4]);
  });

  test.each(STATES.filter((state) => state !== 'retiring'))(
    'a slot cannot leave while %s',
    (state) => {
      const slots = createSlots();
      const slot = slotIn(slots, state);
      expect(() => slots.remove(slot)).toThrow(`cannot leave while ${state}`);
      expect(slots.total()).toBe(1);
    },
  );

  test('a slot leaves once', () => {
    const slots = createSlots();
    const slot = slotIn(slots, 'retiring');
    slots.remove(slot);
    expect(() => slots.remove(slot)).toThrow('cannot leave');
  });

  test('the idle slot used last comes first, one from the middle taken out or not', () => {
    const slots = createSlots();
    const [first, second, third] = [1, 2, 3].map((number) => slotIn(slots, 'idle', number));
    expect(slots.lastIdle()).toBe(third);
    slots.move(second!, 'retiring');
    expect(slots.lastIdle()).toBe(third);
    slots.move(third!, 'leased');
    expect(slots.lastIdle()).toBe(first);
    slots.move(first!, 'leased');
    expect(slots.lastIdle()).toBeUndefined();
  });

  test('an idle slot whose agent is on its way out is passed over', () => {
    const slots = createSlots();
    const healthy = slotIn(slots, 'idle', 1);
    const ill = createScriptedAgent(2);
    const slot = slots.add();
    slot.agent = ill.agent;
    slots.move(slot, 'idle');
    ill.sicken();
    expect(slots.lastIdle()).toBe(healthy);
  });

  test('who is relieved is not in service, and nobody’s standing outlasts the slot', () => {
    const slots = createSlots();
    const [relieved, due] = [slotIn(slots, 'leased'), slotIn(slots, 'idle')];
    slots.stand(relieved, 'due');
    slots.stand(relieved, 'relieved');
    slots.stand(due, 'due');
    expect([slots.held(), slots.inService(), slots.countStanding('due')]).toEqual([2, 1, 1]);
    slots.move(relieved, 'retiring');
    slots.move(due, 'retiring');
    expect([slots.inService(), slots.countStanding('due')]).toEqual([0, 0]);
  });

  test('those of a state stand in the order in which they came, whoever left between', () => {
    const slots = createSlots();
    const [first, second, third] = [1, 2, 3].map((number) => slotIn(slots, 'leased', number));
    slots.move(second!, 'resetting');
    expect([...slots.in('leased')]).toEqual([first, third]);
    const seen: Slot[] = [];
    for (const slot of slots.in('leased')) {
      slots.move(slot, 'retiring');
      seen.push(slot);
    }
    expect(seen).toEqual([first, third]);
  });
});
