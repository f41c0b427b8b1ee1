import { PROC_ROOT } from '../host/proc-files.ts';
import type { Launcher } from '../launchers/launcher.ts';
import type { AgentSpec } from '../launchers/spec.ts';
import { type AgentNeed, measureNeed } from './need.ts';
import { readRoom } from './room.ts';
import { type Shortage, shortagesOf } from './shortages.ts';

/** So many agents would run into a limit of this host. None was started. */
export class CapacityError extends Error {
  override readonly name = 'CapacityError';
  readonly count: number;
  /** Every limit in the way, the tightest first. */
  readonly shortages: readonly Shortage[];

  constructor(count: number, shortages: readonly Shortage[]) {
    super(`${count} agents do not fit: ${shortages.map(describe).join('; ')}`);
    this.count = count;
    this.shortages = shortages;
  }
}

const WORDS: Readonly<Record<Shortage['of'], readonly [unit: string, limit: string]>> = {
  descriptors: ['descriptors', 'ulimit -n'],
  userTasks: ['processes and threads', 'ulimit -u'],
  cgroupTasks: ['processes and threads', 'pids.max'],
  memory: ['bytes of memory', 'machine or memory.max'],
};

function describe({ of, needed, available, limit, fits }: Shortage): string {
  const [unit, name] = WORDS[of];
  return `they need ${needed} ${unit} and there are ${available} (${name}: ${limit}), enough for ${fits}`;
}

/**
 * Compares what `count` more agents need with what the host's limits leave, before the first of them
 * is started. What is not told of one agent's need is measured on one that is started for it. Rejects
 * with {@link CapacityError}, which has the number needed and the number there is, or as `launch` does.
 * What the host does not show is not judged; and others may take of what is left at any moment.
 */
export async function checkCapacity(
  launcher: Launcher,
  count: number,
  spec: AgentSpec,
  told: Partial<AgentNeed> = {},
): Promise<void> {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new TypeError(`\`count\` must be a whole number of agents, got ${String(count)}`);
  }
  const { descriptors, tasks, memoryBytes } = told;
  const need =
    descriptors !== undefined && tasks !== undefined && memoryBytes !== undefined
      ? { descriptors, tasks, memoryBytes }
      : { ...(await measureNeed(launcher, spec)), ...told };
  const shortages = shortagesOf(count, need, await readRoom(PROC_ROOT));
  if (shortages.length > 0) throw new CapacityError(count, shortages);
}
