import { describe, expect, test } from 'vitest';
import { createWorld, leaseAll, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('an agent that takes too much memory', () => {
  const watched = { aboveBytes: 100, readBytesEveryMs: 1_000 };

  test('is replaced', async () => {
    const bytes = new Map([[1, 50]]);
    const { pool, launcher } = await createWorld({
      size: 2,
      retire: watched,
      readBytes: async (pid) => bytes.get(pid) ?? 10,
    });
    for (const lease of await leaseAll(pool, 2)) lease.release();
    await pass(1_000);
    expect(pool.stats()).toMatchObject({ idle: 2, starts: 2 });
    bytes.set(1, 101);
    const again = await leaseAll(pool, 2);
    await pass(1_000);
    expect(pool.stats()).toMatchObject({ leased: 2, idle: 1 });
    for (const lease of again) lease.release();
    await settle();
    expect(pool.agents().map(({ id }) => id)).toEqual(['agent-3', 'agent-2']);
    expect(launcher.agents[0]!.stops).toBe(1);
  });

  test('is read for as long as it is in use, once more when it is back, and then no more', async () => {
    const read: number[] = [];
    const { pool } = await createWorld({
      size: 3,
      retire: watched,
      readBytes: async (pid) => read.push(pid),
    });
    await pass(5_000);
    expect(read).toEqual([]);
    const [first, second] = await leaseAll(pool, 2);
    await pass(1_000);
    expect(read.splice(0)).toEqual([3, 2]);
    await pass(2_500);
    expect(read.splice(0)).toEqual([3, 2, 3, 2]);
    first!.release();
    await pass(500);
    expect(new Set(read.splice(0))).toEqual(new Set([3, 2]));
    await pass(10_000);
    expect(new Set(read.splice(0))).toEqual(new Set([2]));
    second!.release();
    await pass(1_000);
    expect(read.splice(0)).toEqual([2]);
    await pass(60_000);
    expect(read).toEqual([]);
  });

  test('late in a lease is found in it, and replaced as soon as that ends', async () => {
    let bytes = 10;
    const { pool, launcher } = await createWorld({
      size: 1,
      retire: watched,
      readBytes: async () => bytes,
    });
    const lease = await pool.acquire();
    await pass(3_000);
    bytes = 1e9;
    await pass(1_000);
    expect(pool.stats()).toMatchObject({ leased: 1, idle: 1 });
    lease.release();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 1 });
    expect(launcher.agents[0]!.stops).toBe(1);
  });

  test('after the last reading of its lease is found when it is back', async () => {
    let bytes = 10;
    const { pool } = await createWorld({ size: 1, retire: watched, readBytes: async () => bytes });
    const lease = await pool.acquire();
    await pass(1_500);
    bytes = 1e9;
    lease.release();
    await pass(500);
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 1, starts: 2 });
  });

  test('is found however long a reading takes', async () => {
    const readings: PromiseWithResolvers<number>[] = [];
    const { pool } = await createWorld({
      size: 1,
      retire: watched,
      readBytes: () => {
        readings.push(Promise.withResolvers());
        return readings.at(-1)!.promise;
      },
    });
    const lease = await pool.acquire();
    await pass(1_000);
    lease.release();
    await pass(5_000);
    expect(readings).toHaveLength(1);
    readings[0]!.resolve(10);
    await pass(1_000);
    readings[1]!.resolve(1e9);
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 1, starts: 2 });
  });

  test('and dies while it is read is replaced once', async () => {
    const reading = Promise.withResolvers<number>();
    const read: number[] = [];
    const { pool, launcher } = await createWorld({
      size: 2,
      retire: watched,
      readBytes: (pid) => {
        read.push(pid);
        return reading.promise;
      },
    });
    await leaseAll(pool, 2);
    await pass(1_000);
    for (const agent of launcher.agents) agent.die();
    await settle();
    reading.resolve(1e9);
    await pass(500);
    expect(read).toHaveLength(1);
    expect(pool.stats()).toMatchObject({ idle: 2, starting: 0, starts: 4, retired: 0 });
  });

  test('where nobody can tell, nobody is replaced', async () => {
    const { pool } = await createWorld({
      size: 1,
      retire: { aboveBytes: 1, readBytesEveryMs: 100 },
      readBytes: () => Promise.reject(new Error('no such process')),
    });
    (await pool.acquire()).release();
    await pass(1_000);
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 0, starts: 1 });
  });
});
