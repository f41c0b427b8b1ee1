import { DESCRIPTORS_OF_A_START } from '../process/descriptors.ts';
import { type AgentNeed, DESCRIPTORS_OF_AN_AGENT } from './need.ts';
import type { HostRoom, Room } from './room.ts';

/** One limit that so many agents would run into. */
export interface Shortage {
  readonly of: keyof HostRoom;
  /** What all of them would take. */
  readonly needed: number;
  /** What there is. */
  readonly available: number;
  readonly limit: number;
  /** How many agents would fit. */
  readonly fits: number;
}

const NEEDS: Readonly<Record<keyof HostRoom, keyof AgentNeed>> = {
  descriptors: 'descriptors',
  userTasks: 'tasks',
  cgroupTasks: 'tasks',
  machineTasks: 'tasks',
  memory: 'memoryBytes',
};

/** What a start takes besides, for a moment. */
const AT_START: Partial<Record<keyof HostRoom, number>> = {
  descriptors: DESCRIPTORS_OF_A_START - DESCRIPTORS_OF_AN_AGENT,
};

/**
 * Every limit that `count` agents would run into, the tightest first. A limit that the host does not
 * show is not judged.
 */
export function shortagesOf(count: number, need: AgentNeed, host: HostRoom): readonly Shortage[] {
  const shortages: Shortage[] = [];
  for (const of of Object.keys(NEEDS) as (keyof HostRoom)[]) {
    const reading = host[of];
    const room: Room | null = reading.shown ? reading.value : null;
    if (room === null) continue;
    const each = need[NEEDS[of]];
    const available = Math.max(0, room.limit - room.used);
    const atStart = AT_START[of] ?? 0;
    const needed = count === 0 ? 0 : each * count + atStart;
    if (needed <= available) continue;
    shortages.push({
      of,
      needed,
      available,
      limit: room.limit,
      fits: Math.max(0, Math.floor((available - atStart) / each)),
    });
  }
  return shortages.toSorted((a, b) => a.fits - b.fits);
}
