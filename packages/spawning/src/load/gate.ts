import type { LoadReading } from './reading.ts';

/** What of the host is left to others. */
export interface LoadLimits {
  /** Memory that must stay available, as a share of all, 0 to 1. */
  readonly reserveShare: number;
  /** Above this share of time in which something waited for memory, 0 to 1, nothing is started. */
  readonly maxMemoryStall: number;
  /** Above this share of time in which something waited for a processor, no more than one start per core. */
  readonly maxProcessorStall: number;
}

/** Whether one more agent may be started: `most` may be underway, this one included. */
export interface Admission {
  readonly most: number;
  /** Why not any number. */
  readonly because: string | undefined;
}

/** What the burst itself is about to take, of which the reading cannot know. */
export interface Commitments {
  /** Starts underway: their memory is only partly taken. */
  readonly underway: number;
  /** What one agent was measured to take for itself; 0 before one was. */
  readonly agentBytes: number;
  readonly cores: number;
}

/** Decides on the next start from what the host showed last. What it does not show does not hold. */
export function admit(
  load: LoadReading,
  limits: LoadLimits,
  { underway, agentBytes, cores }: Commitments,
): Admission {
  const { availableBytes, totalBytes, memoryStallShare, processorStallShare } = load;
  if (availableBytes !== undefined && totalBytes !== undefined) {
    const reserveBytes = limits.reserveShare * totalBytes;
    if (availableBytes - (underway + 1) * agentBytes < reserveBytes) {
      return {
        most: 0,
        because: `${mb(availableBytes)} of memory are available, ${mb(reserveBytes)} must stay, and ${underway + 1} agents are about to take ${mb(agentBytes)} each`,
      };
    }
  }
  if (memoryStallShare !== undefined && memoryStallShare > limits.maxMemoryStall) {
    return { most: 0, because: stalled(memoryStallShare, 'memory', limits.maxMemoryStall) };
  }
  if (processorStallShare !== undefined && processorStallShare > limits.maxProcessorStall) {
    return {
      most: cores,
      because: stalled(processorStallShare, 'a processor', limits.maxProcessorStall),
    };
  }
  return { most: Infinity, because: undefined };
}

function stalled(share: number, what: string, most: number): string {
  return `something waited for ${what} in ${percent(share)} of the time, and ${percent(most)} may be`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
