import { describe, expect, test, vi } from 'vitest';
import { PoolClosedError } from '@muster/pooling';
import { createWorld, fateOf, leaseAll, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();
const NOTHING_LEFT = { idle: 0, leased: 0, starting: 0, resetting: 0, retiring: 0, waiting: 0 };

describe('close', () => {
  test('stops idle agents and resolves when they are gone', async () => {
    const { pool, launcher } = await createWorld({ size: 3 });
    await pool.close();
    expect(launcher.agents.map(({ stops }) => stops)).toEqual([1, 1, 1]);
    expect(launcher.live()).toEqual([]);
    expect(pool.stats()).toMatchObject(NOTHING_LEFT);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of a pool whose starts all failed resolves and leaves no pause behind', async () => {
    const { pool, launcher } = await createWorld({ plan: 'fail' });
    await pool.close();
    expect(vi.getTimerCount()).toBe(0);
    await pass(10_000);
    expect(launcher.starts).toBe(2);
  });

  test('right after createPool, before anything could happen, resolves', async () => {
    const { pool } = await createWorld({ plan: 'hang' });
    await pool[Symbol.asyncDispose]();
    expect(pool.stats()).toMatchObject(NOTHING_LEFT);
  });

  test('ends the starts under way, which are no failures', async () => {
    const { pool, launcher } = await createWorld({ size: 3, plan: 'hang' });
    launcher.open[0]!.succeed();
    await pool.close();
    expect(launcher.open).toEqual([]);
    expect(launcher.live()).toEqual([]);
    expect(pool.stats()).toMatchObject({ ...NOTHING_LEFT, failedStarts: 0 });
  });

  test('stops an agent that becomes ready although its start was aborted', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    launcher.heedsAbort = false;
    const waiting = fateOf(pool.acquire());
    const closed = fateOf(pool.close());
    await settle();
    expect(closed.settled).toBe(false);
    const agent = launcher.open[0]!.succeed();
    await settle();
    expect(closed.settled).toBe(true);
    expect(agent.stops).toBe(1);
    expect(waiting.error).toBeInstanceOf(PoolClosedError);
  });

  test('kills at its deadline what became ready late and will not stop', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    launcher.heedsAbort = false;
    const closed = fateOf(pool.close({ deadlineMs: 100 }));
    const agent = launcher.open[0]!.succeed({ onStop: 'ignore' });
    await pass(99);
    expect(closed.settled).toBe(false);
    await pass(1);
    expect(closed.settled).toBe(true);
    expect(agent.kills).toEqual(['its pool was closed']);
  });

  test('gives up at its deadline a start that heeds nothing, and kills what comes of it', async () => {
    const { pool, launcher } = await createWorld({ size: 2, plan: 'hang' });
    launcher.heedsAbort = false;
    const closed = fateOf(pool.close({ deadlineMs: 100 }));
    await pass(99);
    expect(closed.settled).toBe(false);
    await pass(1);
    expect([closed.settled, vi.getTimerCount()]).toEqual([true, 0]);
    expect(pool.stats()).toMatchObject(NOTHING_LEFT);
    const late = launcher.open[0]!.succeed();
    launcher.open[0]!.fail(new Error('too late to tell'));
    await settle();
    expect(late.kills).toEqual(['its pool was closed']);
    expect(pool.stats()).toMatchObject({ ...NOTHING_LEFT, total: 0, deaths: 0, failedStarts: 0 });
  });

  test('turns away all who wait, at once', async () => {
    const { pool } = await createWorld({ size: 1 });
    const lease = await pool.acquire();
    const waiting = [pool.acquire(), pool.acquire()].map(fateOf);
    const closed = fateOf(pool.close());
    await settle();
    for (const { error } of waiting) expect(error).toBeInstanceOf(PoolClosedError);
    expect(closed.settled).toBe(false);
    lease.release();
    await settle();
    expect(closed.settled).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('waits for leases; their agents are stopped on release, not reset', async () => {
    const { pool, launcher } = await createWorld({ size: 2 });
    const leases = await leaseAll(pool, 2);
    const closed = fateOf(pool.close());
    leases[0]!.release();
    await pass(4_000);
    expect(closed.settled).toBe(false);
    leases[1]!.release();
    await settle();
    expect(closed.settled).toBe(true);
    expect(launcher.agents).toMatchObject([
      { resets: 0, stops: 1, kills: [] },
      { resets: 0, stops: 1, kills: [] },
    ]);
  });

  test.each([
    ['its deadline', { deadlineMs: 300 }, 300],
    ['5 s when none is given', {}, 5_000],
  ])('kills agents still leased at %s; releasing them then is harmless', async (_, options, ms) => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const lease = await pool.acquire();
    const closed = fateOf(pool.close(options));
    await pass(ms - 1);
    expect(launcher.agents[0]!.kills).toEqual([]);
    await pass(1);
    expect(launcher.agents[0]!.kills).toEqual(['its pool was closed']);
    expect(closed.settled).toBe(true);
    lease.release();
    await settle();
    expect(pool.stats()).toMatchObject(NOTHING_LEFT);
  });

  test('with a deadline of 0 kills what is leased at once', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    await pool.acquire();
    const closed = fateOf(pool.close({ deadlineMs: 0 }));
    await pass(1);
    expect([closed.settled, launcher.live().length]).toEqual([true, 0]);
  });

  test('an agent that is resetting is stopped when it has, not handed out', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    const closed = fateOf(pool.close());
    await settle();
    expect(closed.settled).toBe(false);
    agent.finishReset();
    await settle();
    expect(closed.settled).toBe(true);
    expect(agent.stops).toBe(1);
  });

  test.each(['failReset', 'die'] as const)(
    'ends when a reset under way ends by %s',
    async (end) => {
      const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
      const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
      await settle();
      (await pool.acquire()).release();
      const closed = fateOf(pool.close());
      await settle();
      agent[end](new Error('no'));
      await settle();
      expect(closed.settled).toBe(true);
      expect(launcher.starts).toBe(1);
    },
  );

  test('kills an agent that hangs in its reset at the deadline', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    const closed = fateOf(pool.close({ deadlineMs: 50 }));
    await pass(50);
    expect([closed.settled, launcher.live().length]).toEqual([true, 0]);
  });

  test('replaces nobody: a leased agent that dies meanwhile only ends the wait', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    await pool.acquire();
    const closed = fateOf(pool.close());
    launcher.agents[0]!.die();
    await settle();
    expect(closed.settled).toBe(true);
    expect(launcher.starts).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an agent that dies as it becomes ready leaves no pause behind', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed();
    agent.sicken();
    await settle();
    const closed = fateOf(pool.close());
    agent.die();
    await settle();
    expect(closed.settled).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('twice, and disposing besides, stops each agent once', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    await Promise.all([pool.close(), pool.close({ deadlineMs: 1 }), pool[Symbol.asyncDispose]()]);
    await pool.close();
    expect(launcher.agents[0]!.stops).toBe(1);
  });

  test('again waits for the first, whose deadline holds', async () => {
    const { pool } = await createWorld({ size: 1 });
    const lease = await pool.acquire();
    void pool.close({ deadlineMs: 1_000 });
    const again = fateOf(pool.close({ deadlineMs: 10 }));
    await pass(999);
    expect(again.settled).toBe(false);
    await pass(1);
    expect(again.settled).toBe(true);
    lease.release();
  });

  test.each([-1, Number.NaN, Infinity, 2_147_483_648])(
    'refuses a deadline of %d ms and leaves the pool open',
    async (deadlineMs) => {
      const { pool } = await createWorld({ size: 1 });
      await expect(pool.close({ deadlineMs })).rejects.toThrow(/`deadlineMs` must be .*, got /);
      expect((await pool.acquire()).hit).toBe(true);
    },
  );
});
