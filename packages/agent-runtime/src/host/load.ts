import { join } from 'node:path';
import { PROC_ROOT, readParsed, readParsedSync, unlike, wholeNumber } from './proc-files.ts';
import { notShown, type Reading, shown } from './reading.ts';

/**
 * Tasks running, waiting to run, or in an uninterruptible wait: averages decaying over 1, 5 and 15
 * minutes. Sampled every 5 s, so a burst of 2 s hardly shows; see {@link RunQueue} for that.
 */
export interface LoadAverages {
  readonly oneMinute: number;
  readonly fiveMinutes: number;
  readonly fifteenMinutes: number;
}

/** The run queues of all processors at one instant. */
export interface RunQueue {
  /** Threads running or ready to run. The thread that reads is one of them: at rest this is 1. */
  readonly running: number;
  /** Threads in an uninterruptible wait, as a rule for a disk. */
  readonly blocked: number;
}

/** Processor time of the whole machine since it started, over all processors, in ticks of 10 ms. */
export interface ProcessorCounters {
  /** User, nice, system and interrupts; guests are in user already. Stolen time is not in it. */
  readonly busyTicks: number;
  /** Idle, also where something waited for a disk. */
  readonly idleTicks: number;
  /** When the hypervisor ran somebody else although this machine wanted to run. */
  readonly stealTicks: number;
}

/** What /proc/stat shows, from one reading. */
export interface MachineActivity {
  readonly runQueue: RunQueue;
  readonly processor: ProcessorCounters;
}

/** Where the processors' time went between two readings; 0..1 of all processors together. */
export interface ProcessorShares {
  readonly busyShare: number;
  readonly stealShare: number;
}

/** The load averages of the machine. */
export function loadAverages(procRoot: string = PROC_ROOT): Promise<Reading<LoadAverages>> {
  return readParsed(join(procRoot, 'loadavg'), parseLoadAverages);
}

/**
 * The run queue and the processor counters of the machine. Read on the calling thread (tens of
 * microseconds): a thread of the pool would have just woken this one and so count as two.
 */
export function machineActivity(procRoot: string = PROC_ROOT): Reading<MachineActivity> {
  return readParsedSync(join(procRoot, 'stat'), parseMachineActivity);
}

/** Reads /proc/loadavg: `0.83 0.29 0.10 1/94 8757`. */
export function parseLoadAverages(text: string): Reading<LoadAverages> {
  const found = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+) /.exec(text);
  if (found === null) return unlike('load averages', text);
  const [oneMinute, fiveMinutes, fifteenMinutes] = found.slice(1).map(Number);
  return shown({
    oneMinute: oneMinute!,
    fiveMinutes: fiveMinutes!,
    fifteenMinutes: fifteenMinutes!,
  });
}

/** Reads /proc/stat (proc_stat(5)). */
export function parseMachineActivity(text: string): Reading<MachineActivity> {
  const running = wholeNumber(/^procs_running (\d+)$/m.exec(text)?.[1]);
  const blocked = wholeNumber(/^procs_blocked (\d+)$/m.exec(text)?.[1]);
  const counters = /^cpu +(.+)$/m.exec(text)?.[1]?.split(' ').map(wholeNumber) ?? [];
  const [user, nice, system, idle, iowait, irq, softirq, steal] = counters;
  if (
    running === undefined ||
    blocked === undefined ||
    user === undefined ||
    nice === undefined ||
    system === undefined ||
    idle === undefined ||
    iowait === undefined ||
    irq === undefined ||
    softirq === undefined ||
    steal === undefined
  ) {
    return unlike('processor counters and run queue', text);
  }
  const busyTicks = user + nice + system + irq + softirq;
  return shown({
    runQueue: { running, blocked },
    processor: { busyTicks, idleTicks: idle + iowait, stealTicks: steal },
  });
}

/**
 * Where the time went from `before` to `after`. Not shown when no tick lies between them, or when they
 * are not in this order or not of one boot. Over 100 ms on two processors one tick is 5 %.
 */
export function between(
  before: ProcessorCounters,
  after: ProcessorCounters,
): Reading<ProcessorShares> {
  const busyTicks = after.busyTicks - before.busyTicks;
  const stealTicks = after.stealTicks - before.stealTicks;
  if (busyTicks < 0 || stealTicks < 0) return notShown('the processor counters ran backwards');
  // The kernel's account of waiting for disks may shrink (proc_stat(5)), and idle with it.
  const idleTicks = Math.max(0, after.idleTicks - before.idleTicks);
  const ticks = busyTicks + stealTicks + idleTicks;
  if (ticks === 0) return notShown('no tick passed between the two readings');
  return shown({ busyShare: busyTicks / ticks, stealShare: stealTicks / ticks });
}
