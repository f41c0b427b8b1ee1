import { join } from 'node:path';
import { readCgroupMemory } from './cgroup-memory.ts';
import { PROC_ROOT, readParsed, unlike, wholeNumber } from './proc-files.ts';
import { type Reading, shown } from './reading.ts';

/** Room for memory on one side: the machine's, or that of a limited cgroup. */
export interface MemoryRoom {
  /** What can still be had without swapping or being killed. */
  readonly availableBytes: number;
  /** All there is: the machine's memory, or the cgroup's limit. */
  readonly totalBytes: number;
}

/** The room that binds, with both sides it was chosen from. Available and total are of one side. */
export interface AvailableMemory extends MemoryRoom {
  readonly limitedBy: 'machine' | 'cgroup';
  readonly machine: MemoryRoom;
  /** Null when no cgroup limits. When this is not shown, a limit may exist that was not seen. */
  readonly cgroup: Reading<MemoryRoom | null>;
}

/**
 * How much memory this process's machine still has, or its cgroup if that has less. The cgroup is
 * always that of the calling process.
 */
export async function availableMemory(
  procRoot: string = PROC_ROOT,
): Promise<Reading<AvailableMemory>> {
  const [machine, cgroup] = await Promise.all([
    readParsed(join(procRoot, 'meminfo'), parseMachineMemory),
    readCgroupMemory(procRoot),
  ]);
  return machine.shown ? shown(bindingMemory(machine.value, cgroup)) : machine;
}

/** Of the machine and the cgroup, the one with less available binds. */
export function bindingMemory(
  machine: MemoryRoom,
  cgroup: Reading<MemoryRoom | null>,
): AvailableMemory {
  const limit = cgroup.shown ? cgroup.value : null;
  return limit !== null && limit.availableBytes < machine.availableBytes
    ? { ...limit, limitedBy: 'cgroup', machine, cgroup }
    : { ...machine, limitedBy: 'machine', machine, cgroup };
}

/**
 * Reads /proc/meminfo. MemAvailable is the kernel's own estimate of what can be had without
 * swapping (Linux 3.14); MemFree would count the page cache as used.
 */
export function parseMachineMemory(text: string): Reading<MemoryRoom> {
  const availableKibibytes = wholeNumber(/^MemAvailable:\s*(\d+) kB$/m.exec(text)?.[1]);
  const totalKibibytes = wholeNumber(/^MemTotal:\s*(\d+) kB$/m.exec(text)?.[1]);
  if (availableKibibytes === undefined || totalKibibytes === undefined) {
    return unlike('MemAvailable and MemTotal', text);
  }
  return shown({ availableBytes: availableKibibytes * 1024, totalBytes: totalKibibytes * 1024 });
}
