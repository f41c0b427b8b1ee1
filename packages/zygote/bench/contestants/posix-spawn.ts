import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { systemClock } from '@muster/agent-runtime';
import type { Sample } from '../measure/sample.ts';

/** The floor of starting a program: nothing of Node, no token, no channel but a pipe of one byte. */
export interface ProgramFloor {
  readonly name: string;
  /** Starts that many, one after another. */
  readonly sample: (count: number) => Promise<Sample>;
}

/**
 * posix_spawn of a trivial C program, from a C program (peers/posix-spawn.c); without one, where there
 * is no compiler, `/bin/true` from Node, to its exit.
 */
export function programFloor(program: string | undefined): ProgramFloor {
  if (program === undefined) return { name: 'spawn /bin/true, to its exit', sample: spawnTrue };
  return {
    name: 'posix_spawn of a C program, from C',
    sample: async (count) => {
      const { stdout } = await promisify(execFile)(program, [String(count)]);
      const readyMs = stdout
        .trim()
        .split('\n')
        .map((ns) => Number(ns) / 1e6);
      return { readyMs, wallMs: readyMs.reduce((sum, ms) => sum + ms, 0), processorMs: undefined };
    },
  };
}

async function spawnTrue(count: number): Promise<Sample> {
  const readyMs: number[] = [];
  for (let n = 0; n < count; n++) {
    const askedAtMs = systemClock.now();
    await once(spawn('/bin/true', { stdio: 'ignore' }), 'exit');
    readyMs.push(systemClock.now() - askedAtMs);
  }
  return { readyMs, wallMs: readyMs.reduce((sum, ms) => sum + ms, 0), processorMs: undefined };
}
