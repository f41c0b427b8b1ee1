import { type AvailableMemory, availableMemory } from './available-memory.ts';
import {
  type LoadAverages,
  loadAverages,
  machineActivity,
  type ProcessorCounters,
  type RunQueue,
} from './load.ts';
import { type HostPressure, hostPressure } from './pressure.ts';
import { PROC_ROOT } from './proc-files.ts';
import { mapReading, type Reading } from './reading.ts';

/** The state of the machine around a trial. Plain data: it survives JSON unchanged. */
export interface HostSnapshot {
  readonly load: Reading<LoadAverages>;
  readonly runQueue: Reading<RunQueue>;
  /** Counters; what happened between two snapshots is `between(before, after)`. */
  readonly processor: Reading<ProcessorCounters>;
  readonly pressure: HostPressure;
  readonly memory: Reading<AvailableMemory>;
}

/**
 * One cheap reading of the machine. Never rejects. The run queue is read first and alone, so that it
 * does not show the threads that read the rest; all other files are read at the same time.
 */
export async function hostSnapshot(procRoot: string = PROC_ROOT): Promise<HostSnapshot> {
  const activity = machineActivity(procRoot);
  const [load, pressure, memory] = await Promise.all([
    loadAverages(procRoot),
    hostPressure(procRoot),
    availableMemory(procRoot),
  ]);
  return {
    load,
    runQueue: mapReading(activity, ({ runQueue }) => runQueue),
    processor: mapReading(activity, ({ processor }) => processor),
    pressure,
    memory,
  };
}
