import { describe, expect, test } from 'vitest';
import type { Lease, Pool } from '@muster/pooling';
import { createWorld, fateOf, leaseAll, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

const askFor = (pool: Pool, count: number) =>
  Array.from({ length: count }, () => fateOf(pool.acquire()));

describe('a pool between `min` and `max`', () => {
  test('keeps its least, and is filled with that', async () => {
    const { pool, launcher } = await createWorld({ min: 2, max: 5 });
    await pool.filled();
    await pass(600_000);
    expect(launcher.starts).toBe(2);
    expect(pool.stats()).toMatchObject({ min: 2, size: 5, idle: 2, total: 2 });
  });

  test('with a least of none starts nothing, is filled at once, and serves who asks', async () => {
    const { pool, launcher } = await createWorld({ min: 0, max: 2 });
    await pool.filled();
    expect(launcher.starts).toBe(0);
    const [first] = askFor(pool, 1);
    await settle();
    expect(first!.value?.hit).toBe(false);
    expect(launcher.starts).toBe(1);
  });

  test('starts one agent for a burst, and more while there is lasting demand', async () => {
    const { pool, launcher } = await createWorld({ min: 0, max: 50, plan: 'hang' });
    askFor(pool, 40);
    await settle();
    const open = [launcher.open.length];
    for (let round = 0; round < 4; round++) {
      for (const start of launcher.open.slice()) start.succeed();
      await settle();
      open.push(launcher.open.length);
    }
    expect(open).toEqual([1, 2, 8, 29, 0]);
    expect(pool.stats()).toMatchObject({ leased: 40, waiting: 0 });
  });

  test('starts none for who will be served by an agent on its way back', async () => {
    const { pool, launcher } = await createWorld({ min: 1, max: 3, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    const [first] = askFor(pool, 1);
    await settle();
    expect(pool.stats()).toMatchObject({ resetting: 1, waiting: 1, starting: 0 });
    const [second] = askFor(pool, 1);
    await settle();
    expect(pool.stats()).toMatchObject({ resetting: 1, waiting: 2, starting: 1 });
    agent.finishReset();
    await settle();
    expect([first!.settled, second!.settled, launcher.starts]).toEqual([true, false, 2]);
  });

  test('never grows beyond its most', async () => {
    const { pool, launcher } = await createWorld({ min: 1, max: 3 });
    askFor(pool, 20);
    await settle();
    await pass(10_000);
    expect(launcher.starts).toBe(3);
    expect(pool.stats()).toMatchObject({ leased: 3, waiting: 17, total: 3 });
  });

  test('a waiter takes what is ready first, here the agent that came back', async () => {
    const { pool, launcher } = await createWorld({ min: 1, max: 2 });
    launcher.plan = 'hang';
    const [held] = await leaseAll(pool, 1);
    const [waiting] = askFor(pool, 1);
    await settle();
    expect(launcher.open).toHaveLength(1);
    held!.release();
    await settle();
    expect(waiting!.value?.agent).toBe(held!.agent);
    launcher.open[0]!.succeed();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, leased: 1 });
  });

  test('a start that is no longer wanted is not begun', async () => {
    const { pool, launcher } = await createWorld({ min: 1, max: 5 });
    const [held] = await leaseAll(pool, 1);
    // Served before the turn ends in which starts are decided on.
    const [waiting] = askFor(pool, 1);
    held!.release();
    await settle();
    expect(waiting!.value).toBeDefined();
    expect(launcher.starts).toBe(1);
  });

  test('fifty waiters with short uses cost one start, however long that takes', async () => {
    const { pool, launcher } = await createWorld({ min: 5, max: 50 });
    launcher.plan = 'hang';
    let served = 0;
    const use = async (): Promise<void> => {
      const lease: Lease = await pool.acquire();
      await new Promise((resolve) => setTimeout(resolve, 2));
      lease.release();
      served++;
    };
    const all = Array.from({ length: 50 }, use);
    for (let ms = 0; ms < 30; ms++) await pass(1);
    expect([served, launcher.starts]).toEqual([50, 6]);
    launcher.open[0]!.succeed();
    await Promise.all(all);
    await pass(1_000);
    expect(launcher.starts).toBe(6);
  });

  test('lets the agents above its least go that were idle for long, the coldest first', async () => {
    const { pool, launcher } = await createWorld({ min: 1, max: 3, maxIdleMs: 1_000 });
    const waiting = askFor(pool, 3);
    await settle();
    await pass(50);
    for (const { value } of waiting) value!.release();
    await settle();
    await pass(500);
    const warm = await pool.acquire();
    warm.release();
    await pass(499);
    expect(pool.stats()).toMatchObject({ idle: 3, retired: 0 });
    await pass(1);
    expect(pool.agents()).toEqual([warm.agent]);
    await pass(60_000);
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 2, deaths: 0 });
    expect(launcher.starts).toBe(3);
  });

  test('a fixed size is never reaped', async () => {
    const { pool } = await createWorld({ size: 3, maxIdleMs: 10 });
    await pass(10_000);
    expect(pool.stats()).toMatchObject({ idle: 3, retired: 0 });
  });
});
