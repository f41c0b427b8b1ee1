/** What somebody computes in a turn of the event loop counts against nobody who asks in it. */
import { AcquireDeadlineError } from '@muster/pooling';
import { describe, expect, test, vi } from 'vitest';
import {
  createWorld,
  fateOf,
  pass,
  settle,
  useScriptedTime,
  type World,
} from './fixtures/world.ts';

useScriptedTime();

/** A world in which `compute` takes time and hears nobody. */
async function createBusyWorld(
  options: Parameters<typeof createWorld>[0],
): Promise<World & { readonly compute: (ms: number) => void }> {
  let computedMs = 0;
  const clock = { now: () => performance.now() + computedMs };
  const compute = (ms: number): void => void (computedMs += ms);
  return { ...(await createWorld({ ...options, clock })), compute };
}

describe('after a long computation in the same turn', () => {
  test('an acquire has its whole deadline', async () => {
    const { pool, compute } = await createBusyWorld({ size: 1 });
    await pool.acquire();
    compute(400);
    const asked = fateOf(pool.acquire({ deadlineMs: 300 }));
    await pass(299);
    expect(asked.settled).toBe(false);
    await pass(1);
    expect(asked.error).toBeInstanceOf(AcquireDeadlineError);
    expect(asked.error).toMatchObject({ waitedMs: 300 });
  });

  test('a lease has its whole deadline', async () => {
    const { pool, launcher, compute } = await createBusyWorld({ size: 2, leaseDeadlineMs: 300 });
    const kills = (): string[] => launcher.agents.flatMap((agent) => agent.kills);
    const before = await pool.acquire();
    await pass(100);
    before.release();
    compute(150);
    await pool.acquire();
    await pass(200);
    expect(kills()).toEqual([]);
    await pass(100);
    expect(kills()).toEqual(['its lease was held for too long']);
  });

  test('a reset has its whole deadline', async () => {
    const { pool, launcher, compute } = await createBusyWorld({
      size: 1,
      plan: 'hang',
      resetDeadlineMs: 300,
    });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    const lease = await pool.acquire();
    compute(400);
    lease.release();
    await pass(299);
    expect(agent.stops).toBe(0);
    agent.finishReset();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 0 });
  });
});

test('an answer that is there when a deadline is found to have passed counts', async () => {
  const { pool, launcher } = await createWorld({ size: 1, plan: 'hang', resetDeadlineMs: 300 });
  const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
  await settle();
  (await pool.acquire()).release();
  await settle();
  // The turn in which the timer is due also brings the answer, after it.
  setTimeout(() => agent.finishReset(), 300);
  vi.advanceTimersByTime(300);
  await settle();
  expect(pool.stats()).toMatchObject({ idle: 1, retired: 0 });
});
