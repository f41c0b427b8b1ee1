import {
  availableMemory,
  type HostPressure,
  hostPressure,
  machineActivity,
} from '@muster/agent-runtime/host';
import { availableParallelism } from 'node:os';

/** What the host shows of its load at one moment. What it does not show is undefined. */
export interface LoadReading {
  readonly availableBytes: number | undefined;
  readonly totalBytes: number | undefined;
  /** Share of the time, since the reading before, in which something waited for memory; 0 to 1. */
  readonly memoryStallShare: number | undefined;
  /** The same for a processor. Where the kernel does not tell, the share of those ready to run that had none. */
  readonly processorStallShare: number | undefined;
}

/** Reads how loaded the host is. */
export type ReadLoad = () => Promise<LoadReading>;

/** A reader of this host. Each reading tells of the time since the one before. */
export function createLoadReader(): ReadLoad {
  let before: { readonly atMs: number; readonly pressure: HostPressure } | undefined;

  return async () => {
    const [memory, pressure] = await Promise.all([availableMemory(), hostPressure()]);
    const atMs = performance.now();
    const stallShare = (resource: 'cpu' | 'memory'): number | undefined => {
      const now = pressure[resource];
      if (!now.shown) return undefined;
      const then = before?.pressure[resource];
      // The first reading has only the kernel's own average, over ten seconds.
      if (before === undefined || then?.shown !== true) return now.value.some.avg10Share;
      const stalledMs = (now.value.some.totalUs - then.value.some.totalUs) / 1_000;
      return Math.min(1, Math.max(0, stalledMs / (atMs - before.atMs)));
    };
    const reading = {
      availableBytes: memory.shown ? memory.value.availableBytes : undefined,
      totalBytes: memory.shown ? memory.value.totalBytes : undefined,
      memoryStallShare: stallShare('memory'),
      processorStallShare: stallShare('cpu') ?? waitingShare(),
    };
    before = { atMs, pressure };
    return reading;
  };
}

/** Of all that is ready to run at this moment, the share for which there is no core. */
function waitingShare(): number | undefined {
  const activity = machineActivity();
  if (!activity.shown) return undefined;
  return Math.max(0, 1 - availableParallelism() / activity.value.runQueue.running);
}
