import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { treePids, treePss } from '@muster/agent-runtime/host';

/** How things are at a moment when all agents are idle. */
export interface Sample {
  /** Leases had so far. */
  readonly leases: number;
  /** What the coordinator's JavaScript holds once its garbage is collected. */
  readonly heapBytes: number;
  /** The coordinator's resident memory. */
  readonly rssBytes: number;
  /** The agents' mean proportional set size. */
  readonly agentBytes: number;
  /** The coordinator's descriptors. */
  readonly descriptors: number;
  /** Below the coordinator, zombies too. */
  readonly processes: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (how: object) => void;

/**
 * As when memory has run out: until nothing more comes of it. After a single collection V8 still
 * counts buffers that it found dead, for it frees them on another thread and is told at the next one.
 */
const collectGarbage = (): void =>
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });

/** Throws where /proc does not show it: a soak that sees nothing proves nothing. */
export async function takeSample(leases: number, agentPids: readonly number[]): Promise<Sample> {
  const agents = await treePss(agentPids);
  if (!agents.shown) throw new Error(`the agents' memory: ${agents.because}`);
  const processes = await countProcesses();
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    leases,
    heapBytes: heapUsed + external,
    rssBytes: rss,
    agentBytes: agents.value.pssBytes / agentPids.length,
    descriptors: readdirSync('/proc/self/fd').length,
    processes,
  };
}

/** Processes below this one. */
export async function countProcesses(): Promise<number> {
  const tree = await treePids([process.pid]);
  if (!tree.shown) throw new Error(`this process's descendants: ${tree.because}`);
  return tree.value.length - 1;
}

/** The token of the run that an agent belongs to; its descendants carry it too, wherever they are. */
export const runTokenOf = (pid: number): string =>
  /(?:^|\0)(MUSTER_RUN=[^\0]*)/.exec(environOf(pid))?.[1] ?? 'no token';

/** Processes that carry a token, orphans included. */
export function countCarriers(runToken: string): number {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => environOf(pid).split('\0').includes(runToken)).length;
}

function environOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}
