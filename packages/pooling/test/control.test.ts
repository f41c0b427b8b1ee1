import { describe, expect, test } from 'vitest';
import type { PoolEvent } from '@muster/pooling';
import { createWorld, fateOf, leaseAll, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('a paused pool', () => {
  test('hands out nothing until it is resumed; leases can be given back', async () => {
    const { pool } = await createWorld({ size: 2 });
    const held = await pool.acquire();
    pool.pause();
    pool.pause();
    expect(pool.stats()).toMatchObject({ paused: true, idle: 1 });
    const waiting = [fateOf(pool.acquire()), fateOf(pool.acquire())];
    held.release();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 2, waiting: 2, paused: true });
    pool.resume();
    await settle();
    expect(waiting.map(({ settled }) => settled)).toEqual([true, true]);
    expect(pool.stats()).toMatchObject({ leased: 2, paused: false });
  });

  test('starts nothing, and makes up for it afterwards', async () => {
    const { pool, launcher } = await createWorld({ size: 2 });
    pool.pause();
    await pass(2_000);
    launcher.agents[0]!.die();
    await pass(10_000);
    expect(launcher.starts).toBe(2);
    pool.resume();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 2, starts: 3 });
  });

  test('keeps the deadlines of those who wait', async () => {
    const { pool } = await createWorld({ size: 1 });
    pool.pause();
    const fate = fateOf(pool.acquire({ deadlineMs: 100 }));
    await pass(100);
    expect(fate.error).toMatchObject({ name: 'AcquireDeadlineError' });
  });

  test('can be closed, and is not opened again by resuming', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    pool.pause();
    await pool.close();
    pool.resume();
    await settle();
    expect(launcher.starts).toBe(1);
    await expect(pool.acquire()).rejects.toMatchObject({ name: 'PoolClosedError' });
  });
});

describe('evicting all', () => {
  test('replaces idle agents now, leased ones when they come back, and starts under way', async () => {
    const events: PoolEvent[] = [];
    const { pool, launcher } = await createWorld({
      size: 3,
      plan: 'hang',
      onEvent: (event) => events.push(event),
    });
    launcher.open[0]!.succeed();
    launcher.open[0]!.succeed();
    await settle();
    const lease = await pool.acquire();
    const old = launcher.agents.slice(0, 2);
    pool.evictAll();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 0, leased: 1, starting: 2 });
    for (const start of launcher.open.slice()) start.succeed();
    await settle();
    lease.release();
    await settle();
    for (const start of launcher.open.slice()) start.succeed();
    await settle();
    for (const start of launcher.open.slice()) start.succeed();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 3, total: 3 });
    expect(old.map(({ stops }) => stops)).toEqual([1, 1]);
    expect(old.every(({ resets }) => resets === 0)).toBe(true);
    const because = events.flatMap((event) => (event.kind === 'retired' ? [event.because] : []));
    expect(because).toEqual(['evicted', 'evicted', 'evicted']);
  });

  test('an agent that resets leaves when it has', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    pool.evictAll();
    agent.finishReset();
    await settle();
    expect(agent.stops).toBe(1);
    expect(launcher.starts).toBe(2);
  });

  test('leaves one that is relieved as it is: it is not counted for a place again', async () => {
    const { pool, launcher } = await createWorld({ size: 1, retire: { afterUses: 1 } });
    launcher.plan = 'hang';
    (await pool.acquire()).release();
    await settle();
    const lease = await pool.acquire();
    launcher.open[0]!.succeed();
    await settle();
    expect(pool.stats()).toMatchObject({ leased: 1, idle: 1, starts: 2 });
    pool.evictAll();
    await settle();
    expect(pool.stats()).toMatchObject({ leased: 1, idle: 0, starting: 1, starts: 3 });
    launcher.open[0]!.succeed();
    lease.release();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, total: 1, starts: 3 });
  });

  test('of an agent that is due replaces it once', async () => {
    const { pool, launcher } = await createWorld({ size: 1, retire: { afterUses: 1 } });
    const [lease] = await leaseAll(pool, 1);
    lease!.release();
    await settle();
    pool.evictAll();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, total: 1 });
    expect(launcher.live()).toHaveLength(1);
  });
});
