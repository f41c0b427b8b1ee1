import { PROC_ROOT, readParsedSync } from '../host/proc-files.ts';
import { parseProcessStat, type ProcessStat } from '../host/process-stat.ts';

/** Names one process for good: its pid alone may be another's once it has been reaped. */
export interface ProcessMark {
  readonly pid: number;
  /** When it began, in ticks since the machine did; undefined where the host does not show it. */
  readonly startTicks: number | undefined;
}

/** Marks a process that this one started and has not yet seen ending. */
export function markProcess(pid: number): ProcessMark {
  return { pid, startTicks: statOf(pid)?.startTicks };
}

/** What the kernel has of a process: it may be there and not run, by SIGSTOP or a debugger. */
export type ProcessSight = 'there' | 'stopped' | 'gone';

/**
 * Looks for this very process. One that has ended and waits to be reaped is gone. Where there is no
 * /proc, it is there when any process has its pid.
 */
export function lookAt({ pid, startTicks }: ProcessMark): ProcessSight {
  if (startTicks === undefined) return existsBySignal(pid) ? 'there' : 'gone';
  const stat = statOf(pid);
  if (stat?.startTicks !== startTicks || 'ZX'.includes(stat.state)) return 'gone';
  return 'Tt'.includes(stat.state) ? 'stopped' : 'there';
}

/** Whether the kernel still has this very process. */
export function isAlive(mark: ProcessMark): boolean {
  return lookAt(mark) !== 'gone';
}

function statOf(pid: number): ProcessStat | undefined {
  const stat = readParsedSync(`${PROC_ROOT}/${pid}/stat`, parseProcessStat);
  return stat.shown ? stat.value : undefined;
}

function existsBySignal(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
