import { type Use, replay } from '@muster/pooling/advisor';
import type { Lease, Pool } from '@muster/pooling';
import { expect, test } from 'vitest';
import { createWorld, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

async function hold(pool: Pool, holdMs: number): Promise<Lease> {
  const lease = await pool.acquire({ deadlineMs: 100_000 });
  setTimeout(() => lease.release(), holdMs);
  return lease;
}

test('a pool serves each use when the replay says so, and the same ones are hits', async () => {
  const uses = Array.from({ length: 150 }, (_, use): Use => {
    return { atMs: 4 * use + ((use * 7) % 5), busyMs: 1 + ((use * use) % 23) };
  }).toSorted((a, b) => a.atMs - b.atMs);
  const { pool } = await createWorld({ size: 3 });

  const leases: Promise<Lease>[] = [];
  for (const [use, { atMs, busyMs }] of uses.entries()) {
    await pass(atMs - (uses[use - 1]?.atMs ?? 0));
    leases.push(hold(pool, busyMs));
    await settle();
  }
  await pass(1_000);
  const served = await Promise.all(leases);

  const waits = [...replay(uses, 3)];
  const hits = waits.map((waitMs) => waitMs === 0);
  expect(served.map(({ waitedMs }) => waitedMs)).toEqual(waits);
  expect(served.map(({ hit }) => hit)).toEqual(hits);
  expect(new Set(hits)).toEqual(new Set([true, false]));
});
