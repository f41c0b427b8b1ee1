import { readdirSync, readFileSync } from 'node:fs';

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return '';
  }
}

function fieldsOf(pid: number): readonly string[] {
  const stat = readProc(`${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Children of these processes that have ended and were not reaped at this moment. */
export function zombiesOf(parents: readonly number[]): readonly number[] {
  return allPids().filter((pid) => {
    const [state, parent] = fieldsOf(pid);
    return state === 'Z' && parents.includes(Number(parent));
  });
}

/** Processes that run and carry this run's token. */
export function processesOfRun(runToken: string): readonly number[] {
  return allPids().filter((pid) =>
    readProc(`${pid}/environ`).split('\0').includes(`MUSTER_RUN=${runToken}`),
  );
}

/** The token of the run that a process belongs to. */
export function runTokenOf(pid: number): string {
  return /(?:^|\0)MUSTER_RUN=([^\0]*)/.exec(readProc(`${pid}/environ`))?.[1] ?? '';
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

function allPids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}
