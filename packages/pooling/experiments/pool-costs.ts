import { readFile } from 'node:fs/promises';
import { type Reading, treePss, treeProcessorTime } from '@muster/agent-runtime/host';
import type { Pool } from '@muster/pooling';

/** What a pool costs at a moment, by the kernel's account. */
export interface PoolCosts {
  /** PSS of its agents, and of the zygote they were forked from where there is one. */
  readonly allMb: number;
  /** PSS of its agents alone. */
  readonly agentsMb: number;
  /** Processor time of all of them since they were started, the zygote's start included. */
  readonly processorMs: number;
}

/**
 * Reads what a pool costs. 1 MB is 1,000,000 bytes. Agents that this process did not start itself
 * have a zygote for a parent, and exist only as long as it does: it is part of the price.
 */
export async function readPoolCosts(pool: Pool): Promise<PoolCosts> {
  const agents = pool.agents().map(({ pid }) => pid);
  const parents = new Set(await Promise.all(agents.map(parentOf)));
  parents.delete(process.pid);
  const roots = parents.size === 0 ? agents : [...parents];
  const all = valueOf('memory', await treePss(roots));
  const alone = valueOf('memory', await treePss(agents));
  const processor = valueOf('processor time', await treeProcessorTime(roots));
  const { userMs, systemMs, reapedUserMs, reapedSystemMs } = processor;
  return {
    allMb: all.pssBytes / 1e6,
    agentsMb: alone.pssBytes / 1e6,
    processorMs: userMs + systemMs + reapedUserMs + reapedSystemMs,
  };
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const parent = /^PPid:\t(\d+)$/m.exec(status)?.[1];
  if (parent === undefined) throw new Error(`/proc/${pid}/status names no parent`);
  return Number(parent);
}

function valueOf<Value>(what: string, reading: Reading<Value>): Value {
  if (reading.shown) return reading.value;
  throw new Error(`${what} is not shown: ${reading.because}`);
}
