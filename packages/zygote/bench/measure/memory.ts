import { type Reading, treePss, type TreeMemory } from '@muster/agent-runtime/host';
import type { Contestant, Started } from '../contestants/contestant.ts';
import { parentOf } from './processor-time.ts';
import { startMany } from './start-many.ts';

/**
 * What agents hold in memory while `alive` of them live: PSS, in MB of 10^6 bytes each. Of threads it
 * is what this process's resident set grew by.
 */
export interface Memory {
  readonly alive: number;
  readonly idleMb: number;
  /** Each has done the typical task once. */
  readonly afterTaskMb: number;
  /** What the zygote holds beside them, idle; null without one. */
  readonly zygoteMb: number | null;
}

const TASKS_AT_ONCE = 4;
const STARTS_AT_ONCE = 8;

/** Starts `alive` agents, reads their memory, has each do the typical task, reads it again, ends them. */
export async function measureMemory(contestant: Contestant, alive: number): Promise<Memory> {
  const before = process.memoryUsage.rss();
  const pace = { count: alive, concurrency: Math.min(alive, STARTS_AT_ONCE) };
  const { started } = await startMany(contestant, pace);
  try {
    const bytes = async (): Promise<number> => {
      const pids = started.flatMap(({ pid }) => pid ?? []);
      return pids.length > 0 ? pssBytes(pids) : process.memoryUsage.rss() - before;
    };
    const idle = await bytes();
    const zygote = zygoteOf(started);
    const zygoteMb = zygote === undefined ? null : (await onlyBytes(zygote, started)) / 1e6;
    await workOff(started);
    const afterTask = await bytes();
    return { alive, idleMb: idle / alive / 1e6, afterTaskMb: afterTask / alive / 1e6, zygoteMb };
  } finally {
    await Promise.all(started.map(({ end }) => end()));
  }
}

async function workOff(started: readonly Started[]): Promise<void> {
  const left = [...started];
  const inTurn = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await next.task();
  };
  await Promise.all(Array.from({ length: TASKS_AT_ONCE }, inTurn));
}

function zygoteOf([first]: readonly Started[]): number | undefined {
  const parent = first?.pid === undefined ? undefined : parentOf(first.pid);
  return parent === process.pid ? undefined : parent;
}

/** Of a zygote without the agents, which are its descendants. */
async function onlyBytes(zygote: number, started: readonly Started[]): Promise<number> {
  return (await pssBytes([zygote])) - (await pssBytes(started.flatMap(({ pid }) => pid ?? [])));
}

async function pssBytes(pids: readonly number[]): Promise<number> {
  const reading: Reading<TreeMemory> = await treePss(pids);
  if (!reading.shown) throw new Error(`no memory: ${reading.because}`);
  return reading.value.pssBytes;
}
