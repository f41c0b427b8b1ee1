import { PROC_ROOT } from './proc-files.ts';
import type { ProcessStat } from './process-stat.ts';
import { readTree } from './process-tree.ts';
import { mapReading, type Reading } from './reading.ts';

/**
 * Length of a tick in /proc/PID/stat and /proc/stat. Those times are in USER_HZ, part of the
 * kernel's interface to programs and independent of the rate of its own timer. It is 100 on every
 * architecture Node runs on (only Alpha and Itanium had 1024), and Node has no sysconf to ask.
 */
export const TICK_MS = 10;

/**
 * Processor time since each process started, in milliseconds, in steps of 10 ms each process. The sum
 * of user and system is accounted exactly and then rounded down to ticks; on most kernels their split
 * is estimated from samples.
 */
export interface ProcessorTime {
  readonly userMs: number;
  readonly systemMs: number;
  /**
   * Of descendants that have ended and were waited for. Not in `userMs`. A child whose parent ignores
   * SIGCHLD, or ended before it, is in neither.
   */
  readonly reapedUserMs: number;
  readonly reapedSystemMs: number;
  /** How many processes the sums are over, those included that have ended but are not yet reaped. */
  readonly processes: number;
}

/**
 * Processor time of process trees, all from one scan. Not shown when a root is gone. Throws a
 * TypeError for what is no pid.
 */
export async function treeProcessorTime(
  rootPids: readonly number[],
  procRoot: string = PROC_ROOT,
): Promise<Reading<ProcessorTime>> {
  return mapReading(await readTree(rootPids, procRoot), sumProcessorTime);
}

/** As {@link treeProcessorTime}, of these processes alone, without their live descendants. */
export async function processorTime(
  pids: readonly number[],
  procRoot: string = PROC_ROOT,
): Promise<Reading<ProcessorTime>> {
  const wanted = new Set(pids);
  return mapReading(await readTree(pids, procRoot), (tree) =>
    sumProcessorTime(tree.filter(({ pid }) => wanted.has(pid))),
  );
}

/** Adds up what the scan showed of each process. */
export function sumProcessorTime(processes: readonly ProcessStat[]): ProcessorTime {
  const sumMs = (ticksOf: (process: ProcessStat) => number): number =>
    processes.reduce((ticks, process) => ticks + ticksOf(process), 0) * TICK_MS;
  return {
    userMs: sumMs(({ userTicks }) => userTicks),
    systemMs: sumMs(({ systemTicks }) => systemTicks),
    reapedUserMs: sumMs(({ reapedUserTicks }) => reapedUserTicks),
    reapedSystemMs: sumMs(({ reapedSystemTicks }) => reapedSystemTicks),
    processes: processes.length,
  };
}
