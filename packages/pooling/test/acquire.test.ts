import { describe, expect, test } from 'vitest';
import { AcquireDeadlineError, type Lease, PoolClosedError } from '@muster/pooling';
import { createWorld, fateOf, leaseAll, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('acquire', () => {
  test('agents are started ahead, before anybody asks', async () => {
    const { pool, launcher } = await createWorld({ size: 3 });
    expect(launcher.starts).toBe(3);
    expect(pool.stats()).toMatchObject({ size: 3, idle: 3, starting: 0, hitRate: null });
  });

  test('no more than `maxStarting` start at once, and all start in the end', async () => {
    const { pool, launcher } = await createWorld({ size: 5, maxStarting: 2, plan: 'hang' });
    expect(launcher.open).toHaveLength(2);
    launcher.open[0]!.succeed();
    await settle();
    expect(launcher.open).toHaveLength(2);
    expect(pool.stats()).toMatchObject({ idle: 1, starting: 2 });
    while (launcher.open.length > 0) {
      launcher.open[0]!.succeed();
      await settle();
    }
    expect(launcher.starts).toBe(5);
    expect(pool.stats()).toMatchObject({ idle: 5, starting: 0 });
  });

  test('an idle agent is a hit and nobody waits for it', async () => {
    const { pool } = await createWorld();
    const lease = await pool.acquire();
    expect([lease.hit, lease.waitedMs]).toEqual([true, 0]);
    expect(pool.stats()).toMatchObject({ hits: 1, misses: 0, hitRate: 1, waits: { count: 0 } });
  });

  test('who has to wait is a miss, and its wait is measured from the call', async () => {
    const { pool } = await createWorld({ size: 1 });
    const held = await pool.acquire();
    const waiting = pool.acquire();
    await pass(700);
    held.release();
    const lease = await waiting;
    expect([lease.hit, lease.waitedMs]).toEqual([false, 700]);
    const { hits, misses, hitRate, waits } = pool.stats();
    expect({ hits, misses, hitRate, waits }).toEqual({
      hits: 1,
      misses: 1,
      hitRate: 0.5,
      waits: { count: 1, totalMs: 700, maxMs: 700 },
    });
  });

  test('the agent used last is leased first', async () => {
    const { pool } = await createWorld({ size: 3 });
    const [first, second] = await leaseAll(pool, 2);
    first!.release();
    await settle();
    second!.release();
    await settle();
    expect((await pool.acquire()).agent).toBe(second!.agent);
    expect((await pool.acquire()).agent).toBe(first!.agent);
  });

  test('no agent has two leases', async () => {
    const { pool } = await createWorld({ size: 8 });
    const leases = await leaseAll(pool, 8);
    expect(new Set(leases.map(({ agent }) => agent)).size).toBe(8);
    expect(pool.stats()).toMatchObject({ idle: 0, leased: 8 });
  });

  test('waiters are served first come first served, whatever frees the agents', async () => {
    const { pool, launcher } = await createWorld({ size: 3, maxStarting: 2, plan: 'hang' });
    const served: number[] = [];
    const leases: Lease[] = [];
    for (let n = 0; n < 6; n++) {
      void pool.acquire().then((lease) => {
        served.push(n);
        leases.push(lease);
      });
    }
    await settle();
    expect(pool.stats().waiting).toBe(6);
    launcher.open[1]!.succeed();
    await settle();
    launcher.open[0]!.succeed();
    await settle();
    expect(served).toEqual([0, 1]);
    leases[1]!.release();
    await settle();
    leases[0]!.release();
    await settle();
    launcher.open[0]!.succeed();
    await settle();
    launcher.plan = 'succeed';
    launcher.agents[0]!.die();
    await settle();
    expect(served).toEqual([0, 1, 2, 3, 4, 5]);
    expect(pool.stats().waiting).toBe(0);
  });

  test('a newcomer does not overtake the one an agent has just come free for', async () => {
    const { pool } = await createWorld({ size: 1 });
    const held = await pool.acquire();
    const first = fateOf(pool.acquire());
    held.release();
    const second = fateOf(pool.acquire());
    await settle();
    expect([first.settled, second.settled]).toEqual([true, false]);
    first.value!.release();
    await settle();
    expect(second.settled).toBe(true);
  });

  test.each([0, -1, Number.NaN, Infinity, 2_147_483_648])(
    'a deadline of %d ms is refused',
    async (deadlineMs) => {
      const { pool } = await createWorld();
      await expect(pool.acquire({ deadlineMs })).rejects.toThrow(/`deadlineMs` must be .*, got /);
      expect(pool.stats()).toMatchObject({ idle: 2, hits: 0, misses: 0 });
    },
  );
});

describe('a waiter’s deadline', () => {
  test('ends its wait with an error that says how long and how many', async () => {
    const { pool } = await createWorld({ size: 1 });
    const held = await pool.acquire();
    const [short, long] = [fateOf(pool.acquire({ deadlineMs: 200 })), fateOf(pool.acquire())];
    await pass(199);
    expect(short.settled).toBe(false);
    await pass(1);
    expect(short.error).toBeInstanceOf(AcquireDeadlineError);
    expect(short.error).toMatchObject({ waitedMs: 200, waiting: 2, cause: undefined });
    expect(pool.stats()).toMatchObject({ waiting: 1, waits: { count: 0 } });
    held.release();
    await settle();
    expect(long.value?.agent).toBe(held.agent);
  });

  test('is the pool’s when it names none', async () => {
    const { pool } = await createWorld({ size: 1, acquireDeadlineMs: 90 });
    await pool.acquire();
    const fate = fateOf(pool.acquire({ deadlineMs: undefined }));
    await pass(89);
    expect(fate.settled).toBe(false);
    await pass(1);
    expect(fate.error).toBeInstanceOf(AcquireDeadlineError);
  });

  test('carries the last start error when starts fail', async () => {
    const { pool } = await createWorld({ size: 1, plan: 'fail' });
    const fate = fateOf(pool.acquire({ deadlineMs: 60 }));
    await pass(60);
    expect(fate.error).toMatchObject({
      message: expect.stringContaining('see `cause`') as string,
      cause: expect.objectContaining({ message: 'start 2 failed' }) as Error,
    });
  });

  test('does not blame a start that failed before one succeeded', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'fail' });
    launcher.plan = 'succeed';
    await pass(50);
    await pool.acquire();
    const fate = fateOf(pool.acquire({ deadlineMs: 60 }));
    await pass(60);
    expect(fate.error).toBeInstanceOf(AcquireDeadlineError);
    expect((fate.error as Error).cause).toBeUndefined();
  });

  test('is forgotten once the waiter is served', async () => {
    const { pool } = await createWorld({ size: 1 });
    const held = await pool.acquire();
    const fate = fateOf(pool.acquire({ deadlineMs: 100 }));
    held.release();
    await settle();
    await pass(1_000);
    expect(fate.value?.agent).toBe(held.agent);
    expect(pool.stats()).toMatchObject({ leased: 1, waiting: 0 });
  });
});

test('acquire after close rejects with PoolClosedError', async () => {
  const { pool } = await createWorld();
  await pool.close();
  await expect(pool.acquire()).rejects.toBeInstanceOf(PoolClosedError);
});
