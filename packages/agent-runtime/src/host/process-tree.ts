import { PROC_ROOT } from './proc-files.ts';
import { type ProcessStat, scanProcesses } from './process-stat.ts';
import { mapReading, notShown, type Reading, shown } from './reading.ts';

/**
 * The ids of these processes and of all their descendants, each once, a parent before its children.
 * One scan serves all roots. Not shown when a root is gone. A descendant whose parent has ended
 * belongs to the system's reaper and is no longer found. Throws a TypeError for what is no pid.
 */
export async function treePids(
  rootPids: readonly number[],
  procRoot: string = PROC_ROOT,
): Promise<Reading<readonly number[]>> {
  return mapReading(await readTree(rootPids, procRoot), (tree) => tree.map(({ pid }) => pid));
}

/** As {@link treePids}, with what the scan showed of each process. */
export async function readTree(
  rootPids: readonly number[],
  procRoot: string,
): Promise<Reading<readonly ProcessStat[]>> {
  assertPids(rootPids);
  const processes = await scanProcesses(procRoot);
  return processes.shown ? selectTree(processes.value, rootPids) : processes;
}

/** Picks the trees under the roots out of all processes; trees that overlap are counted once. */
export function selectTree(
  processes: readonly ProcessStat[],
  rootPids: readonly number[],
): Reading<readonly ProcessStat[]> {
  const byPid = new Map(processes.map((entry) => [entry.pid, entry]));
  const gone = rootPids.filter((pid) => !byPid.has(pid));
  if (gone.length > 0) return notShown(goneProcesses(gone));

  const byParent = Map.groupBy(processes, ({ parentPid }) => parentPid);
  // A set keeps the order of insertion and can be extended while it is walked. It also ends a cycle
  // that an id reused in the middle of the scan could make.
  const pids = new Set(rootPids);
  for (const pid of pids) for (const child of byParent.get(pid) ?? []) pids.add(child.pid);
  return shown([...pids].flatMap((pid) => byPid.get(pid) ?? []));
}

/** One phrase for processes that have ended. */
export function goneProcesses(pids: readonly number[]): string {
  return pids.length === 1 ? `process ${pids[0]} is gone` : `processes ${pids.join(', ')} are gone`;
}

/** A pid that is no pid is a mistake of the caller, unlike one whose process has ended. */
function assertPids(rootPids: readonly number[]): void {
  for (const pid of rootPids) {
    if (!Number.isSafeInteger(pid) || pid < 1) {
      throw new TypeError(`\`rootPids\` must hold positive integers, got ${String(pid)}`);
    }
  }
}
