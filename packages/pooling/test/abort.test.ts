import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('a waiter’s abort', () => {
  test('takes it out of the queue at once with the signal’s reason', async () => {
    const { pool } = await createWorld({ size: 1 });
    const held = await pool.acquire();
    const controller = new AbortController();
    const [first, second] = [fateOf(pool.acquire(controller)), fateOf(pool.acquire())];
    controller.abort('changed my mind');
    await settle();
    expect(first.error).toBe('changed my mind');
    expect(pool.stats().waiting).toBe(1);
    held.release();
    await settle();
    expect(second.value?.agent).toBe(held.agent);
  });

  test('before the call leaves everything as it was', async () => {
    const { pool } = await createWorld();
    const signal = AbortSignal.abort('never wanted');
    await expect(pool.acquire({ signal })).rejects.toBe('never wanted');
    expect(pool.stats()).toMatchObject({ idle: 2, hits: 0, misses: 0 });
  });

  test('after the lease leaves the lease alone', async () => {
    const { pool } = await createWorld({ size: 1 });
    const controller = new AbortController();
    const lease = await pool.acquire(controller);
    controller.abort();
    await settle();
    expect(pool.stats().leased).toBe(1);
    lease.release();
    await settle();
    expect(pool.stats().idle).toBe(1);
  });

  test('is listened for once, and only while somebody waits under it: one signal may serve for ever', async () => {
    const { pool } = await createWorld({ size: 1 });
    const { signal } = new AbortController();
    const held = await pool.acquire({ signal });
    const served = pool.acquire({ signal });
    const late = fateOf(pool.acquire({ signal, deadlineMs: 10 }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await pass(10);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    held.release();
    await served;
    expect(late.settled).toBe(true);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('turns away all who wait under it, and nobody else', async () => {
    const { pool } = await createWorld({ size: 1 });
    const held = await pool.acquire();
    const shared = new AbortController();
    const fates = Array.from({ length: 50 }, () => fateOf(pool.acquire(shared)));
    const other = fateOf(pool.acquire());
    shared.abort('enough');
    await settle();
    expect(fates.map(({ error }) => error)).toEqual(fates.map(() => 'enough'));
    held.release();
    await settle();
    expect(other.value).toBeDefined();
    expect(pool.stats()).toMatchObject({ waiting: 0, leased: 1 });
  });

  test('in the moment of being served loses no agent: the lease stands', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const controller = new AbortController();
    const fate = fateOf(pool.acquire(controller));
    const made = launcher.open[0]!.succeed();
    // Through the promises between the start and the waiter, abort at each step of the way.
    while (pool.stats().waiting > 0) await Promise.resolve();
    controller.abort();
    await settle();
    expect(fate.value?.agent).toBe(made.agent);
    fate.value!.release();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, leased: 0 });
  });
});
