import { mapBounded } from '../host/map-bounded.ts';
import { PROC_ROOT, readOfProcess } from '../host/proc-files.ts';
import { treePids } from '../host/process-tree.ts';
import type { Launcher } from '../launchers/launcher.ts';
import type { AgentSpec } from '../launchers/spec.ts';
import { threadsIn } from './room.ts';

/** What one more agent takes. */
export interface AgentNeed {
  /** Descriptors that its coordinator holds open for it. */
  readonly descriptors: number;
  /** Its processes and their threads, which every limit on processes counts alike. */
  readonly tasks: number;
  /** Memory that it shares with nobody. */
  readonly memoryBytes: number;
}

/** Its standard error, its standard output, and its channel or its standard input. */
export const DESCRIPTORS_OF_AN_AGENT = 3;

/** What every agent takes, whatever it is. */
export const LEAST_NEED: AgentNeed = {
  descriptors: DESCRIPTORS_OF_AN_AGENT,
  tasks: 1,
  memoryBytes: 0,
};

/**
 * Looks at what a ready agent takes, with all that it started: its work will take more, and who knows
 * how much should tell. What the host does not show is told as the least there can be.
 */
export async function needOf(pid: number): Promise<AgentNeed> {
  const tree = await treePids([pid]);
  if (!tree.shown) return LEAST_NEED;
  const needs = await mapBounded(tree.value, 4, measureProcess);
  return {
    descriptors: DESCRIPTORS_OF_AN_AGENT,
    tasks: needs.reduce((sum, { tasks }) => sum + tasks, 0),
    memoryBytes: needs.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  };
}

/** Starts one agent to look at it, and ends it. Rejects as `launch` does. */
export async function measureNeed(launcher: Launcher, spec: AgentSpec): Promise<AgentNeed> {
  const agent = await launcher.launch(spec);
  try {
    return await needOf(agent.pid);
  } finally {
    await agent.kill('it was started to be measured');
  }
}

async function measureProcess(pid: number): Promise<Omit<AgentNeed, 'descriptors'>> {
  const [status, memory] = await Promise.all([
    readOfProcess(PROC_ROOT, pid, 'status'),
    readOfProcess(PROC_ROOT, pid, 'smaps_rollup'),
  ]);
  return {
    tasks: status !== 'gone' && status.shown ? threadsIn(status.value) : 1,
    memoryBytes: memory !== 'gone' && memory.shown ? privateBytesIn(memory.value) : 0,
  };
}

/** The pages of one process alone, in a smaps_rollup text. The kernel's kB is 1024 bytes. */
export function privateBytesIn(text: string): number {
  const kibibytes = [...text.matchAll(/^Private_(?:Clean|Dirty):\s*(\d+) kB$/gm)];
  return kibibytes.reduce((sum, [, count]) => sum + Number(count) * 1024, 0);
}
