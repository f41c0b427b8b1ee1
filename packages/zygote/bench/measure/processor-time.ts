import { readdirSync, readFileSync } from 'node:fs';

/**
 * Processor time that processes have had so far, all their threads, in milliseconds. From schedstat,
 * which counts nanoseconds: a start takes less than a tick of /proc/PID/stat. Undefined where the
 * kernel keeps no such count.
 */
export function processorMsOf(pids: readonly number[]): number | undefined {
  try {
    return pids.reduce((sum, pid) => sum + ofThreads(`/proc/${pid}/task`), 0);
  } catch {
    return undefined;
  }
}

function ofThreads(folder: string): number {
  return readdirSync(folder).reduce((sum, tid) => {
    const [ns = ''] = readFileSync(`${folder}/${tid}/schedstat`, 'latin1').split(' ', 1);
    return sum + Number(ns) / 1e6;
  }, 0);
}

/** Who has started a process, or undefined when it is gone. */
export function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ', 1)[0]);
  } catch {
    return undefined;
  }
}
