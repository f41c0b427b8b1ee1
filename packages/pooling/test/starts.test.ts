import { describe, expect, test } from 'vitest';
import { createPool, PoolClosedError } from '@muster/pooling';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';
import { createScriptedLauncher } from './fixtures/scripted-launcher.ts';

useScriptedTime();

describe('failed starts', () => {
  test('come ever more slowly: a minute of failures is no busy loop', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'fail' });
    expect(launcher.starts).toBe(1);
    const at: number[] = [];
    for (const ms of [50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]) {
      await pass(ms - 1);
      at.push(launcher.starts);
      await pass(1);
      at.push(launcher.starts);
    }
    expect(at).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10]);
    expect(pool.stats()).toMatchObject({ starts: 10, failedStarts: 10, idle: 0, starting: 0 });
  });

  test('side by side count as one step of the pause', async () => {
    const { launcher } = await createWorld({ size: 4, plan: 'fail' });
    expect(launcher.starts).toBe(4);
    await pass(50);
    expect(launcher.starts).toBe(8);
    await pass(99);
    expect(launcher.starts).toBe(8);
    await pass(1);
    expect(launcher.starts).toBe(12);
  });

  test('are recovered from, and then the pause is short again', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'fail' });
    await pass(10_000);
    launcher.plan = 'succeed';
    const lease = await fateAfter(pool.acquire(), 5_000);
    expect(lease.settled).toBe(true);
    launcher.plan = 'fail';
    launcher.agents[0]!.die();
    await settle();
    const before = launcher.starts;
    await pass(50);
    expect(launcher.starts).toBe(before + 1);
  });

  test('leave the agents that did start in service', async () => {
    const { pool, launcher } = await createWorld({ size: 2, plan: 'hang' });
    launcher.open[0]!.fail(new Error('no memory'));
    launcher.open[0]!.succeed();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, starting: 0, failedStarts: 1 });
    expect((await pool.acquire()).hit).toBe(true);
    await pass(50);
    expect(pool.stats().starting).toBe(1);
  });

  test('no other start begins during the pause, whatever else happens', async () => {
    const { pool, launcher } = await createWorld({ size: 3, plan: 'hang', reuse: 'once' });
    launcher.open[0]!.succeed();
    launcher.open[0]!.fail(new Error('no memory'));
    await settle();
    (await pool.acquire()).release();
    launcher.open[0]!.succeed();
    await settle();
    expect(launcher.starts).toBe(3);
    await pass(50);
    expect(launcher.starts).toBe(5);
  });

  test('a launcher that throws instead of rejecting is a failed start like any other', async () => {
    const launcher = createScriptedLauncher();
    const broken = {
      ...launcher,
      launch: (): never => {
        throw new TypeError('an agent spec is wrong');
      },
    };
    const pool = createPool({ launcher: broken, spec: { command: 'x' }, size: 1 });
    await expect(pool.filled()).rejects.toThrow('an agent spec is wrong');
    expect(pool.stats()).toMatchObject({ failedStarts: 1, starting: 0 });
    await pool.close();
  });
});

describe('a start that hangs', () => {
  test('keeps its place and nobody else from being served, until its deadline', async () => {
    const { pool, launcher } = await createWorld({
      size: 2,
      plan: 'hang',
      startDeadlineMs: 20_000,
    });
    launcher.open[1]!.succeed();
    await pass(19_999);
    expect(pool.stats()).toMatchObject({ starting: 1, idle: 1, failedStarts: 0 });
    expect((await pool.acquire()).hit).toBe(true);
    expect(launcher.starts).toBe(2);
    await pass(1);
    expect(pool.stats()).toMatchObject({ starting: 0, failedStarts: 1 });
    await pass(50);
    expect(pool.stats()).toMatchObject({ starting: 1 });
  });

  test('does not hold a waiter beyond its deadline', async () => {
    const { pool } = await createWorld({ size: 1, plan: 'hang' });
    const fate = await fateAfter(pool.acquire({ deadlineMs: 500 }), 500);
    expect(fate.error).toMatchObject({ name: 'AcquireDeadlineError', cause: undefined });
  });
});

describe('filled', () => {
  test('resolves when the last agent is ready, not before', async () => {
    const { pool, launcher } = await createWorld({ size: 3, maxStarting: 2, plan: 'hang' });
    const filled = fateOf(pool.filled());
    for (let n = 0; n < 3; n++) {
      expect(filled.settled).toBe(false);
      launcher.open[0]!.succeed();
      await settle();
    }
    expect(filled).toMatchObject({ settled: true, error: undefined });
  });

  test('resolves also when agents are leased, and released, before the last is ready', async () => {
    const { pool, launcher } = await createWorld({ size: 2, plan: 'hang' });
    const filled = fateOf(pool.filled());
    launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    launcher.open[0]!.succeed();
    await settle();
    expect(filled).toMatchObject({ settled: true, error: undefined });
  });

  test('waits for the replacement of an agent that died before the pool was full', async () => {
    const { pool, launcher } = await createWorld({ size: 2, plan: 'hang' });
    const filled = fateOf(pool.filled());
    launcher.open[0]!.succeed();
    await pass(1_000);
    launcher.agents[0]!.die();
    launcher.open[0]!.succeed();
    await settle();
    expect(filled.settled).toBe(false);
    launcher.open[0]!.succeed();
    await settle();
    expect(filled).toMatchObject({ settled: true, error: undefined });
  });

  test('rejects with the error of the start that failed', async () => {
    const { pool, launcher } = await createWorld({ size: 2, plan: 'hang' });
    const reason = new Error('no such program');
    launcher.open[0]!.fail(reason);
    await expect(pool.filled()).rejects.toBe(reason);
  });

  test('rejects when the pool is closed first', async () => {
    const { pool } = await createWorld({ plan: 'hang' });
    await pool.close();
    await expect(pool.filled()).rejects.toBeInstanceOf(PoolClosedError);
  });

  test('stays resolved, whatever comes later', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    launcher.agents[0]!.die();
    await pool.close();
    await expect(pool.filled()).resolves.toBeUndefined();
  });
});

/** What has become of a promise when `ms` have passed. */
async function fateAfter<T>(
  promise: Promise<T>,
  ms: number,
): Promise<ReturnType<typeof fateOf<T>>> {
  const fate = fateOf(promise);
  await pass(ms);
  return fate;
}
