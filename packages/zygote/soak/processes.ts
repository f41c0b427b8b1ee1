import { readdirSync, readFileSync } from 'node:fs';

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return '';
  }
}

/** How many descriptors a process has open; 0 when it is gone. */
export function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/**
 * The kernel's Rss or Pss of a process, in bytes. `Pss_Anon` leaves out files: how many other
 * processes have Node's own code mapped is none of the zygote's doing.
 */
export function memoryOf(pid: number, field: 'Rss' | 'Pss_Anon'): number {
  const rollup = readProc(`${pid}/smaps_rollup`);
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(rollup)?.[1] ?? 0) * 1024;
}
