import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { availableMemory } from '../host/available-memory.ts';
import { parseLimitBytes } from '../host/cgroup-memory.ts';
import { directoriesUpwards, ownCgroup } from '../host/cgroup-location.ts';
import { mapBounded } from '../host/map-bounded.ts';
import { exists, readOfProcess, readParsed, unlike, wholeNumber } from '../host/proc-files.ts';
import { notShown, type Reading, shown } from '../host/reading.ts';

/** What a limit allows, and how much of it is taken. */
export interface Room {
  readonly limit: number;
  readonly used: number;
}

/** The limits that a burst of starts runs into. Null: there is none. */
export interface HostRoom {
  /** Of this process (`ulimit -n`). */
  readonly descriptors: Reading<Room | null>;
  /** Of this process's user, threads counted like processes (`ulimit -u`); none for root. */
  readonly userTasks: Reading<Room | null>;
  /** Of the tightest cgroup that this process is in (`pids.max`). */
  readonly cgroupTasks: Reading<Room | null>;
  /** Of the whole machine (`kernel.pid_max`, `kernel.threads-max`): each thread takes an id. */
  readonly machineTasks: Reading<Room | null>;
  /** In bytes: of the machine, or of the cgroup if that leaves less (`memory.max`). */
  readonly memory: Reading<Room | null>;
}

/** Looks at all limits of this process, its user, its cgroups and its machine. */
export async function readRoom(
  procRoot: string,
  uid: number | undefined = process.getuid?.(),
): Promise<HostRoom> {
  const [descriptors, userTasks, cgroupTasks, machineTasks, memory] = await Promise.all([
    limited(procRoot, 'Max open files', async () =>
      shown((await readdir(join(procRoot, 'self/fd'))).length),
    ),
    uid === 0
      ? shown(null)
      : limited(procRoot, 'Max processes', () => countUserTasks(procRoot, String(uid))),
    readCgroupTasks(procRoot),
    readMachineTasks(procRoot),
    availableMemory(procRoot),
  ]);
  return {
    descriptors,
    userTasks,
    cgroupTasks,
    machineTasks,
    memory: memory.shown
      ? shown({
          limit: memory.value.totalBytes,
          used: memory.value.totalBytes - memory.value.availableBytes,
        })
      : memory,
  };
}

/** The soft limit of this name in a /proc/PID/limits text; null when there is none. */
export function parseLimit(name: string, text: string): Reading<number | null> {
  const line = text.split('\n').find((candidate) => candidate.startsWith(name));
  const word = line?.slice(name.length).trim().split(/\s+/)[0];
  if (word === 'unlimited') return shown(null);
  const limit = wholeNumber(word);
  return limit === undefined ? unlike(name, text) : shown(limit);
}

async function limited(
  procRoot: string,
  name: string,
  count: () => Promise<Reading<number>>,
): Promise<Reading<Room | null>> {
  const limit = await readParsed(join(procRoot, 'self/limits'), (text) => parseLimit(name, text));
  if (!limit.shown) return limit;
  if (limit.value === null) return shown(null);
  const used = await count();
  return used.shown ? shown({ limit: limit.value, used: used.value }) : used;
}

/** The kernel holds `ulimit -u` against the processes and threads of the real user. */
async function countUserTasks(procRoot: string, uid: string): Promise<Reading<number>> {
  const pids = (await readdir(procRoot)).map(wholeNumber).filter((pid) => pid !== undefined);
  const counts = await mapBounded(pids, 8, async (pid) => {
    const status = await readOfProcess(procRoot, pid, 'status');
    if (status === 'gone' || !status.shown) return 0;
    const owner = /^Uid:\s*(\d+)/m.exec(status.value)?.[1];
    return owner === uid ? threadsIn(status.value) : 0;
  });
  return shown(counts.reduce((sum, count) => sum + count, 0));
}

/** The number of threads in a /proc/PID/status text; 0 where it has none, as a zombie's. */
export function threadsIn(status: string): number {
  return Number(/^Threads:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
}

async function readCgroupTasks(procRoot: string): Promise<Reading<Room | null>> {
  const location = await ownCgroup('pids', procRoot);
  if (!location.shown) return location;
  if (location.value === null) return shown(null);
  let tightest: Room | null = null;
  for (const directory of directoriesUpwards(location.value)) {
    const limitPath = join(directory, 'pids.max');
    // The root, and a cgroup without this controller, have no such file: no limit there.
    if (!(await exists(limitPath))) continue;
    const limit = await readParsed(limitPath, parseLimitBytes);
    if (!limit.shown) return limit;
    if (limit.value === null) continue;
    const used = await readParsed(join(directory, 'pids.current'), parseCount);
    if (!used.shown) return used;
    const room = { limit: limit.value, used: used.value };
    if (tightest === null || room.limit - room.used < tightest.limit - tightest.used) {
      tightest = room;
    }
  }
  return shown(tightest);
}

async function readMachineTasks(procRoot: string): Promise<Reading<Room | null>> {
  const kernel = join(procRoot, 'sys/kernel');
  const [used, ids, threads] = await Promise.all([
    readParsed(join(procRoot, 'loadavg'), parseTasks),
    readParsed(join(kernel, 'pid_max'), parseCount),
    readParsed(join(kernel, 'threads-max'), parseCount),
  ]);
  if (!used.shown) return used;
  if (!ids.shown) return ids;
  if (!threads.shown) return threads;
  return shown({ limit: Math.min(ids.value, threads.value), used: used.value });
}

/** All tasks there are, in a /proc/loadavg text: `0.83 0.29 0.10 1/94 8757` has 94. */
export function parseTasks(text: string): Reading<number> {
  const count = wholeNumber(/^\S+ \S+ \S+ \d+\/(\d+) /.exec(text)?.[1]);
  return count === undefined ? unlike('loadavg', text) : shown(count);
}

function parseCount(text: string): Reading<number> {
  const count = wholeNumber(text.trim());
  return count === undefined ? notShown(`no count: ${text.trim()}`) : shown(count);
}
