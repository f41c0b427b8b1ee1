import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Pool } from '@muster/pooling';
import { expect, onTestFinished, test } from 'vitest';
import { readPoolCosts } from '../experiments/pool-costs.ts';

/** As much of a pool as its costs are read from. */
const poolOf = (pids: readonly number[]): Pool =>
  ({ agents: () => pids.map((pid) => ({ pid })) }) as unknown as Pool;

/** Starts a shell script in a group of its own and returns its pid and the numbers it prints. */
async function startShell(script: string): Promise<{ pid: number; printed: readonly number[] }> {
  const shell = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = shell.pid ?? 0;
  const ended = once(shell, 'close');
  onTestFinished(async () => {
    process.kill(-pid, 'SIGKILL');
    await ended;
  });
  const [line] = await once(createInterface({ input: shell.stdout }), 'line');
  return { pid, printed: String(line).split(' ').map(Number) };
}

test('what forked the agents is part of what a pool costs', async () => {
  // Four megabytes of its own: what it shares with its children counts less the more others share it.
  const { printed } = await startShell(
    'sleep 60 & a=$!; sleep 60 & b=$!; own=$(head -c 4000000 /dev/zero | tr "\\0" x); echo $a $b; wait',
  );
  const { allMb, agentsMb, processorMs } = await readPoolCosts(poolOf(printed));
  expect(agentsMb).toBeGreaterThan(0);
  expect(allMb).toBeGreaterThan(agentsMb);
  expect(processorMs).toBeGreaterThanOrEqual(0);
});

test('the coordinator is no part of what its own children cost', async () => {
  const { pid } = await startShell('echo 1; sleep 60; true');
  const { allMb, agentsMb } = await readPoolCosts(poolOf([pid]));
  expect(agentsMb).toBeGreaterThan(0);
  expect(allMb).toBeLessThan(process.memoryUsage.rss() / 1e6);
});

test('a cost that cannot be read fails, and is not 0', async () => {
  await expect(readPoolCosts(poolOf([2 ** 22 + 1]))).rejects.toThrow(/ENOENT/);
});
