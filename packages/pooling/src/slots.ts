import type { Agent } from '@muster/agent-runtime';

/** What a slot of the pool is doing. A slot that retires no longer counts towards the size. */
export type SlotState = 'starting' | 'idle' | 'leased' | 'resetting' | 'retiring';

/** Every legal move; leaving altogether is `remove`. */
const LEGAL_MOVES: Readonly<Record<SlotState, readonly SlotState[]>> = {
  starting: ['idle', 'retiring'],
  idle: ['leased', 'retiring'],
  leased: ['resetting', 'retiring'],
  resetting: ['idle', 'retiring'],
  retiring: [],
};

/** One place in the pool; it has an agent from the moment its start succeeded. */
export interface Slot {
  readonly state: SlotState;
  readonly agent: Agent | undefined;
}

/** Asked anew after each await: meanwhile the agent may have died or the pool closed. */
export const isNow = (slot: Slot, state: SlotState): boolean => slot.state === state;

/** The slots by state, each in the order in which they got there. */
export interface Slots {
  count(state: SlotState): number;
  /** All that count towards the pool's size. */
  readonly held: number;
  /** All, those on their way out included. */
  readonly total: number;
  all(): readonly Slot[];
  add(): Slot;
  /** Changes a slot's state. Throws on an illegal move. */
  move(slot: Slot, to: SlotState, agent?: Agent): void;
  /** Forgets a slot. Throws unless it is retiring. */
  remove(slot: Slot): void;
  /**
   * The idle slot that was used last: its caches are the warmest. One whose agent is already on its
   * way out is passed over.
   */
  lastIdle(): Slot | undefined;
}

interface MutableSlot extends Slot {
  state: SlotState;
  agent: Agent | undefined;
}

export function createSlots(): Slots {
  const byState: Readonly<Record<SlotState, Set<MutableSlot>>> = {
    starting: new Set(),
    idle: new Set(),
    leased: new Set(),
    resetting: new Set(),
    retiring: new Set(),
  };
  // A stack beside the set: the last idle slot must be found without walking the set.
  const idleStack: MutableSlot[] = [];

  return {
    count: (state) => byState[state].size,
    get held() {
      const { starting, idle, leased, resetting } = byState;
      return starting.size + idle.size + leased.size + resetting.size;
    },
    get total() {
      return this.held + byState.retiring.size;
    },
    all: () => Object.values(byState).flatMap((slots) => [...slots]),
    add: () => {
      const slot: MutableSlot = { state: 'starting', agent: undefined };
      byState.starting.add(slot);
      return slot;
    },
    move: (slot, to, agent = slot.agent) => {
      const own = slot as MutableSlot;
      if (!LEGAL_MOVES[own.state].includes(to)) {
        throw new Error(`a slot cannot go from ${own.state} to ${to}`);
      }
      byState[own.state].delete(own);
      if (own.state === 'idle') idleStack.splice(idleStack.lastIndexOf(own), 1);
      own.state = to;
      own.agent = agent;
      byState[to].add(own);
      if (to === 'idle') idleStack.push(own);
    },
    remove: (slot) => {
      if (!byState.retiring.delete(slot))
        throw new Error(`a slot cannot leave while ${slot.state}`);
    },
    lastIdle: () => idleStack.findLast(({ agent }) => agent?.state.kind === 'ready'),
  };
}
