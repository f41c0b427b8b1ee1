import { join } from 'node:path';
import { ownCgroup } from './cgroup-location.ts';
import { PROC_ROOT, readParsedSync, unlike, wholeNumber } from './proc-files.ts';
import { type Reading, shown } from './reading.ts';

/** Which file of a memory cgroup counts its processes that the kernel killed for want of memory. */
const FILES = { 1: 'memory.oom_control', 2: 'memory.events' } as const;

/** The kills for want of memory that this process's cgroup counts, each told once. */
export interface OomKills {
  /**
   * Asked about a process of this cgroup that somebody killed: whether the count has risen by a kill
   * that no earlier answer accounts for. The kernel counts before it kills, so the rise is there when
   * the death is seen. It does not say whom it killed: a victim that nobody asks about leaves its kill
   * to whoever is asked about next. Null when the count cannot be had.
   */
  claim(): boolean | null;
}

/** Counts from now on. Never rejects: where no cgroup tells, every claim is null. */
export async function watchOomKills(procRoot: string = PROC_ROOT): Promise<OomKills> {
  const location = await ownCgroup('memory', procRoot);
  if (!location.shown || location.value === null) return { claim: () => null };
  const { mountPoint, path, version } = location.value;
  const file = join(mountPoint, path, FILES[version]);
  const before = readParsedSync(file, parseOomKills);
  // The root of version 2 has no such file, and Linux before 4.13 no such line.
  if (!before.shown) return { claim: () => null };
  let accounted = before.value;
  return {
    claim: () => {
      const count = readParsedSync(file, parseOomKills);
      if (!count.shown) return null;
      if (count.value <= accounted) return false;
      accounted++;
      return true;
    },
  };
}

/** The count in a memory.events or memory.oom_control text. */
export function parseOomKills(text: string): Reading<number> {
  const count = wholeNumber(/^oom_kill (\d+)$/m.exec(text)?.[1]);
  return count === undefined ? unlike('count of kills for want of memory', text) : shown(count);
}
