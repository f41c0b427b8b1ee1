import { mapBounded } from './map-bounded.ts';
import { PROC_ROOT, readOfProcess, unlike, wholeNumber } from './proc-files.ts';
import { goneProcesses, readTree } from './process-tree.ts';
import { notShown, type Reading, shown } from './reading.ts';

/** Memory of process trees. */
export interface TreeMemory {
  /** Proportional set size: private pages in full, a page shared by n processes at 1/n. */
  readonly pssBytes: number;
  /** How many processes the sum is over; those that have ended have no memory and do not count. */
  readonly processes: number;
}

/** Each of these walks a process's page tables in the kernel; more at once only delay other work. */
const READS_AT_ONCE = 4;

/**
 * The memory of process trees, from /proc/PID/smaps_rollup (Linux 4.14). The sum counts a page once
 * over its sharers, where a sum of RSS would count the code of Node once for every agent. Pages
 * shared with processes outside the trees count with the trees' part only, so ending an outsider
 * raises it. Swapped-out pages are not in it.
 *
 * Not shown when a root is gone, or when a process may not be read: part of a sum is no sum. Throws
 * a TypeError for what is no pid.
 */
export async function treePss(
  rootPids: readonly number[],
  procRoot: string = PROC_ROOT,
): Promise<Reading<TreeMemory>> {
  const tree = await readTree(rootPids, procRoot);
  if (!tree.shown) return tree;
  const alive = tree.value.filter(({ state }) => state !== 'Z');
  const readings = await mapBounded(alive, READS_AT_ONCE, ({ pid }) => readPss(procRoot, pid));

  const measured = new Set<number>();
  let pssBytes = 0;
  for (const [index, reading] of readings.entries()) {
    if (reading === 'gone') continue;
    if (!reading.shown) return reading;
    pssBytes += reading.value;
    measured.add(alive[index]!.pid);
  }
  const gone = rootPids.filter((pid) => !measured.has(pid));
  if (gone.length > 0) return notShown(`${goneProcesses(gone)}, or of the kernel`);
  return shown({ pssBytes, processes: measured.size });
}

/** The proportional set size in a smaps_rollup text, in bytes. The kernel's kB is 1024 bytes. */
export function parsePssBytes(text: string): Reading<number> {
  const kibibytes = wholeNumber(/^Pss:\s*(\d+) kB$/m.exec(text)?.[1]);
  return kibibytes === undefined ? unlike('proportional set size', text) : shown(kibibytes * 1024);
}

async function readPss(procRoot: string, pid: number): Promise<Reading<number> | 'gone'> {
  const text = await readOfProcess(procRoot, pid, 'smaps_rollup');
  return text === 'gone' || !text.shown ? text : parsePssBytes(text.value);
}
