import { describe, expect, test } from 'vitest';
import { type PoolEvent, TooManyWaitingError } from '@muster/pooling';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('the number of those who wait', () => {
  test('is bounded: one more is refused at once, with how many wait', async () => {
    const { pool } = await createWorld({ size: 1, maxWaiting: 2 });
    const held = await pool.acquire();
    const waiting = [fateOf(pool.acquire()), fateOf(pool.acquire())];
    const refused = pool.acquire();
    await expect(refused).rejects.toBeInstanceOf(TooManyWaitingError);
    await expect(refused).rejects.toMatchObject({ limit: 2, tenant: undefined });
    held.release();
    await settle();
    expect(waiting[0]!.value).toBeDefined();
    expect(fateOf(pool.acquire()).settled).toBe(false);
    expect(pool.stats()).toMatchObject({ waiting: 2, misses: 3 });
  });

  test('may be none: then who finds no idle agent is refused', async () => {
    const { pool } = await createWorld({ size: 1, maxWaiting: 0 });
    const held = await pool.acquire();
    await expect(pool.acquire()).rejects.toBeInstanceOf(TooManyWaitingError);
    held.release();
    await settle();
    await expect(pool.acquire()).resolves.toMatchObject({ hit: true });
  });

  test('is bounded for each tenant, which leaves the others their place', async () => {
    const { pool } = await createWorld({ size: 1, perTenant: { waiting: 1 } });
    await pool.acquire({ tenant: 'a' });
    const first = fateOf(pool.acquire({ tenant: 'a' }));
    await expect(pool.acquire({ tenant: 'a' })).rejects.toMatchObject({ limit: 1, tenant: 'a' });
    const others = [fateOf(pool.acquire({ tenant: 'b' })), fateOf(pool.acquire())];
    await settle();
    expect([first, ...others].map(({ settled }) => settled)).toEqual([false, false, false]);
  });
});

test('the higher priority is served first, and within one who came first', async () => {
  const { pool } = await createWorld({ size: 1 });
  const held = await pool.acquire();
  const served: string[] = [];
  for (const [name, priority] of [
    ['low', -1],
    ['usual', undefined],
    ['urgent', 5],
    ['urgent too', 5],
    ['usual too', 0],
  ] as const) {
    void pool.acquire({ priority }).then((lease) => {
      served.push(name);
      lease.release();
    });
  }
  held.release();
  await settle();
  expect(served).toEqual(['urgent', 'urgent too', 'usual', 'usual too', 'low']);
});

describe('a tenant at its limit of leases', () => {
  test('is passed over, and served when one of its leases ends', async () => {
    const { pool } = await createWorld({ size: 3, perTenant: { leased: 1 } });
    const held = await pool.acquire({ tenant: 'a' });
    const again = fateOf(pool.acquire({ tenant: 'a' }));
    const other = await pool.acquire({ tenant: 'b' });
    await settle();
    expect([again.settled, other.hit]).toEqual([false, true]);
    expect(pool.stats()).toMatchObject({ idle: 1, waiting: 1 });
    held.release();
    await settle();
    expect(again.value).toBeDefined();
  });

  test('has room again when its agent dies', async () => {
    const { pool, launcher } = await createWorld({ size: 2, perTenant: { leased: 1 } });
    const held = await pool.acquire({ tenant: 'a' });
    const again = fateOf(pool.acquire({ tenant: 'a' }));
    launcher.agents.find(({ agent }) => agent === held.agent)!.die();
    await settle();
    expect(again.value).toBeDefined();
    held.release();
    await settle();
    expect(fateOf(pool.acquire({ tenant: 'a' })).settled).toBe(false);
  });

  test('has no agents started for it', async () => {
    const { pool, launcher } = await createWorld({ min: 1, max: 9, perTenant: { leased: 1 } });
    await pool.acquire({ tenant: 'a' });
    for (let n = 0; n < 5; n++) void pool.acquire({ tenant: 'a' }).catch(() => undefined);
    await pass(1_000);
    expect([launcher.starts, pool.stats().waiting]).toEqual([1, 5]);
  });
});

test('who is turned away is told of, with the error', async () => {
  const events: PoolEvent[] = [];
  const { pool } = await createWorld({ size: 1, onEvent: (event) => events.push(event) });
  await pool.acquire();
  const fate = fateOf(pool.acquire({ deadlineMs: 10, tenant: 'a' }));
  await pass(10);
  expect(events.at(-1)).toEqual({ kind: 'turned-away', error: fate.error, tenant: 'a' });
  expect(pool.stats().turnedAway).toBe(1);
});
