import { PROC_ROOT } from '../host/proc-files.ts';
import type { Launcher } from '../launchers/launcher.ts';
import type { AgentSpec } from '../launchers/spec.ts';
import { misuse } from '../misuse.ts';
import { type AgentNeed, LEAST_NEED, measureNeed } from './need.ts';
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
  machineTasks: ['processes and threads', 'kernel.pid_max or kernel.threads-max'],
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
    throw misuse('count', 'a whole number of agents', count);
  }
  checkTold(told);
  const isAllTold = FIELDS.every((field) => told[field] !== undefined);
  const measured = isAllTold ? LEAST_NEED : await measureNeed(launcher, spec);
  const need = {
    descriptors: told.descriptors ?? measured.descriptors,
    tasks: told.tasks ?? measured.tasks,
    memoryBytes: told.memoryBytes ?? measured.memoryBytes,
  };
  const shortages = await findShortages(count, need);
  if (shortages.length > 0) throw new CapacityError(count, shortages);
}

const FIELDS = ['descriptors', 'tasks', 'memoryBytes'] as const;

function checkTold(told: Partial<AgentNeed>): void {
  if (typeof told !== 'object' || told === null) throw misuse('told', 'an object', told);
  for (const field of FIELDS) {
    const amount = told[field];
    if (amount !== undefined && !(Number.isFinite(amount) && amount >= 0)) {
      throw misuse(`told.${field}`, 'a finite number, 0 or more', amount);
    }
  }
}

/**
 * Every limit of this host that `count` more agents would run into, the tightest first; none of them is
 * started. A limit that the host does not show is not judged.
 */
export async function findShortages(count: number, need: AgentNeed): Promise<readonly Shortage[]> {
  return shortagesOf(count, need, await readRoom(PROC_ROOT));
}
