import { describe, expect, test, vi } from 'vitest';
import { PoolBrokenError, type PoolEvent } from '@muster/pooling';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('a pool whose starts fail', () => {
  test('tells who waits, once it has no agent left and has tried often enough', async () => {
    const { pool } = await createWorld({ size: 2, plan: 'fail', breakAfter: 3 });
    const waiting = fateOf(pool.acquire());
    await pass(149);
    expect(waiting.settled).toBe(false);
    await pass(1);
    expect(waiting.error).toBeInstanceOf(PoolBrokenError);
    expect(waiting.error).toMatchObject({
      inARow: 3,
      cause: expect.objectContaining({
        message: expect.stringContaining('failed') as string,
      }) as Error,
    });
    expect(pool.stats()).toMatchObject({ broken: true, waiting: 0, turnedAway: 1 });
    await expect(pool.acquire()).rejects.toBeInstanceOf(PoolBrokenError);
  });

  test('tries single starts from then on, and is whole again when one succeeds', async () => {
    const events: string[] = [];
    const { pool, launcher } = await createWorld({
      size: 3,
      plan: 'fail',
      breakAfter: 2,
      onEvent: ({ kind }) => events.push(kind),
    });
    await pass(50);
    expect([launcher.starts, pool.stats().broken]).toEqual([6, true]);
    launcher.plan = 'hang';
    await pass(100);
    expect(launcher.open).toHaveLength(1);
    // While one is tried there is hope.
    const waiting = fateOf(pool.acquire());
    await settle();
    expect(waiting.settled).toBe(false);
    launcher.open[0]!.succeed();
    await settle();
    expect(waiting.value).toBeDefined();
    expect(launcher.open).toHaveLength(2);
    expect(pool.stats()).toMatchObject({ broken: false });
    await pass(1_000);
    expect(events.filter((kind) => kind === 'broken' || kind === 'mended')).toEqual([
      'broken',
      'mended',
    ]);
  });

  test('lets those wait for whom an agent may come back, until that dies', async () => {
    const { pool, launcher } = await createWorld({ size: 2, plan: 'hang', breakAfter: 1 });
    launcher.open[0]!.succeed();
    await settle();
    const held = await pool.acquire();
    const waiting = fateOf(pool.acquire());
    launcher.plan = 'fail';
    launcher.open[0]!.fail(new Error('no memory'));
    await pass(10_000);
    expect([waiting.settled, pool.stats().broken]).toEqual([false, true]);
    launcher.agents[0]!.die();
    await settle();
    expect(waiting.error).toBeInstanceOf(PoolBrokenError);
    held.release();
  });

  test('fails fast where one failure is enough', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang', breakAfter: 1 });
    const waiting = [fateOf(pool.acquire()), fateOf(pool.acquire())];
    const reason = new Error('no such program');
    launcher.open[0]!.fail(reason);
    await settle();
    for (const { error } of waiting) expect(error).toMatchObject({ inARow: 1, cause: reason });
  });

  test('is loud: a warning of the process where nobody listens, once a run of failures', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): void => void warnings.push(warning);
    process.on('warning', hear);
    await createWorld({ size: 1, plan: 'fail', breakAfter: 2, mayWarn: true });
    await pass(60_000);
    process.off('warning', hear);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      name: 'PoolWarning',
      code: 'MUSTER_POOL_BROKEN',
      message: 'a pool has no agents left, and 2 starts have failed in a row',
    });
  });

  test('is no warning while there are agents left to serve', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): void => void warnings.push(warning);
    process.on('warning', hear);
    const { pool, launcher } = await createWorld({
      size: 2,
      plan: 'hang',
      breakAfter: 1,
      mayWarn: true,
    });
    launcher.open[0]!.succeed();
    launcher.plan = 'fail';
    launcher.open[0]!.fail(new Error('no room'));
    await pass(1_000);
    process.off('warning', hear);
    expect(pool.stats()).toMatchObject({ broken: true, idle: 1 });
    expect(warnings).toEqual([]);
  });

  test('an agent that comes up and dies at once has mended nothing', async () => {
    const events: PoolEvent['kind'][] = [];
    const { launcher } = await createWorld({
      size: 1,
      plan: 'fail',
      breakAfter: 1,
      onEvent: ({ kind }) => events.push(kind),
    });
    launcher.plan = 'succeed';
    for (let n = 0; n < 5; n++) {
      await pass(6_000);
      launcher.live()[0]?.die();
      launcher.plan = 'hang';
      await settle();
      await pass(6_000);
      const agent = launcher.open[0]!.succeed();
      await settle();
      agent.die();
      await settle();
    }
    expect(events.filter((kind) => kind === 'broken')).toHaveLength(2);
    expect(events.filter((kind) => kind === 'mended')).toHaveLength(1);
  });

  test('a start that succeeds after the pool was closed leaves no timer to tell of it', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'fail', breakAfter: 1 });
    launcher.heedsAbort = false;
    launcher.plan = 'hang';
    await pass(6_000);
    const closed = pool.close();
    launcher.open[0]!.succeed();
    await closed;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('pauses at random, so that pools do not try together', async () => {
    const { launcher } = await createWorld({ size: 1, plan: 'fail', random: () => 0.5 });
    await pass(37);
    expect(launcher.starts).toBe(1);
    await pass(1);
    expect(launcher.starts).toBe(2);
  });
});
