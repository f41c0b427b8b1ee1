import type { Clock } from '@muster/agent-runtime';
import { List } from './list.ts';
import { Slot, type SlotState, type Standing } from './slot.ts';

/** Those in one state, where they may go from there, and who wants to know. */
class Place extends List<Slot> {
  readonly leadsTo: readonly SlotState[];
  readonly listeners: ((slot: Slot) => void)[] = [];

  constructor(...leadsTo: SlotState[]) {
    super();
    this.leadsTo = leadsTo;
  }
}

/** The slots by state, each in the order in which they got there. */
export interface Slots {
  count(state: SlotState): number;
  countStanding(standing: Standing): number;
  /** All that are not on their way out. */
  held(): number;
  /** All with an agent that serves: those starting, and those already relieved, left out. */
  inService(): number;
  /** All there are, counted as they come and go. */
  total(): number;
  /** Those in one state, the longest there first. The one being visited may move on. */
  in(state: SlotState): Iterable<Slot>;
  all(): Slot[];
  add(): Slot;
  /** Changes a slot's state. Throws on an illegal move. */
  move(slot: Slot, to: SlotState): void;
  /** Who changed its state in the turn that `startMs` stands for has done so by `endMs` at the latest. */
  movedLater(startMs: number, endMs: number): void;
  /** Changes whether a slot stays. */
  stand(slot: Slot, standing: Standing): void;
  /** Forgets a slot. Throws unless it is retiring. */
  remove(slot: Slot): void;
  /**
   * The idle slot that was used last: its caches are the warmest. One whose agent is already on its
   * way out is passed over.
   */
  lastIdle(): Slot | undefined;
  /** Hears of every slot that gets into a state. */
  onEnter(state: SlotState, listener: (slot: Slot) => void): void;
}

export function createSlots(clock: Clock): Slots {
  // Every legal move; leaving altogether is `remove`.
  const starting = new Place('idle', 'retiring');
  const idle = new Place('leased', 'retiring');
  const leased = new Place('resetting', 'retiring');
  const resetting = new Place('idle', 'retiring');
  const retiring = new Place();
  /** Always empty: who is removed is nowhere. */
  const gone = new Place();
  const standings: Record<Standing, number> = { kept: 0, due: 0, relieved: 0, evicted: 0 };
  let total = 0;

  /** Faster than a table: every lease asks six times. */
  function placeOf(state: SlotState): Place {
    if (state === 'idle') return idle;
    if (state === 'leased') return leased;
    if (state === 'resetting') return resetting;
    if (state === 'starting') return starting;
    return state === 'retiring' ? retiring : gone;
  }

  function enter(slot: Slot, place: Place): void {
    place.append(slot);
    for (const listener of place.listeners) listener(slot);
  }

  return {
    count: (state) => placeOf(state).size,
    countStanding: (standing) => standings[standing],
    held: () => starting.size + idle.size + leased.size + resetting.size,
    inService: () => idle.size + leased.size + resetting.size - standings.relieved,
    total: () => total,
    in: placeOf,
    all: () => [starting, idle, leased, resetting, retiring].flatMap((place) => [...place]),
    add: () => {
      const slot = new Slot(clock.now());
      standings.kept++;
      total++;
      enter(slot, starting);
      return slot;
    },
    move: (slot, to) => {
      const from = placeOf(slot.state);
      if (!from.leadsTo.includes(to)) {
        throw new Error(`a slot cannot go from ${slot.state} to ${to}`);
      }
      from.remove(slot);
      slot.state = to;
      slot.sinceMs = clock.now();
      if (to === 'retiring') standings[slot.standing]--;
      enter(slot, placeOf(to));
    },
    movedLater: (startMs, endMs) => {
      for (const place of [starting, idle, leased, resetting, retiring]) {
        for (const slot of place) if (slot.sinceMs === startMs) slot.sinceMs = endMs;
      }
    },
    stand: (slot, standing) => {
      standings[slot.standing]--;
      standings[standing]++;
      slot.standing = standing;
    },
    remove: (slot) => {
      if (slot.state !== 'retiring') throw new Error(`a slot cannot leave while ${slot.state}`);
      retiring.remove(slot);
      slot.state = 'gone';
      total--;
    },
    lastIdle: () => {
      let slot = idle.last;
      while (slot !== undefined && slot.agent?.state.kind !== 'ready') slot = slot.previous;
      return slot;
    },
    onEnter: (state, listener) => void placeOf(state).listeners.push(listener),
  };
}
