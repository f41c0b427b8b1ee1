import { describe, expect, test } from 'vitest';
import type { PoolEvent } from '@muster/pooling';
import { createWorld, fateOf, leaseAll, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

test('events tell the life of an agent, in the order in which it happens', async () => {
  const events: PoolEvent[] = [];
  const { pool, launcher } = await createWorld({
    size: 1,
    plan: 'hang',
    onEvent: (event) => events.push(event),
  });
  await pass(30);
  launcher.open[0]!.succeed();
  await settle();
  const lease = await pool.acquire({ tenant: 'a' });
  const waiting = fateOf(pool.acquire());
  await pass(20);
  lease.release();
  await settle();
  launcher.agents[0]!.die();
  await settle();
  waiting.value!.release();
  expect(events).toEqual([
    { kind: 'started', agentId: 'agent-1', startMs: 30 },
    { kind: 'leased', agentId: 'agent-1', hit: true, waitedMs: 0, tenant: 'a' },
    { kind: 'released', agentId: 'agent-1', usedMs: 20, tenant: 'a' },
    { kind: 'leased', agentId: 'agent-1', hit: false, waitedMs: 20, tenant: undefined },
    { kind: 'died', agentId: 'agent-1', exit: expect.objectContaining({ code: 1 }) as object },
    { kind: 'released', agentId: 'agent-1', usedMs: 0, tenant: undefined },
  ]);
});

test('a failed start is told with its error', async () => {
  const events: PoolEvent[] = [];
  const { launcher } = await createWorld({
    size: 1,
    plan: 'hang',
    onEvent: (event) => events.push(event),
  });
  const error = new Error('no memory');
  launcher.open[0]!.fail(error);
  await settle();
  expect(events).toEqual([{ kind: 'start-failed', error, inARow: 1 }]);
});

test('a listener that throws harms nobody but its own process', async () => {
  const thrown: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => thrown.push(error));
  const { pool } = await createWorld({
    size: 1,
    onEvent: ({ kind }) => {
      if (kind === 'leased') throw new Error('the listener’s own');
    },
  });
  const lease = await pool.acquire();
  await settle();
  process.removeAllListeners('uncaughtException');
  for (const listener of listeners) process.on('uncaughtException', listener);
  expect(thrown).toEqual([new Error('the listener’s own')]);
  lease.release();
  await settle();
  expect(pool.stats()).toMatchObject({ idle: 1 });
});

describe('the times of a pool', () => {
  test('are those of waits, starts and uses', async () => {
    const { pool, launcher } = await createWorld({ size: 2, plan: 'hang' });
    await pass(100);
    launcher.open[0]!.succeed();
    await pass(200);
    launcher.open[0]!.succeed();
    await settle();
    const leases = await leaseAll(pool, 2);
    const waiting = fateOf(pool.acquire());
    await pass(50);
    leases[0]!.release();
    await settle();
    await pass(350);
    waiting.value!.release();
    leases[1]!.release();
    const { wait, start, use } = pool.times();
    expect(wait).toMatchObject({ count: 1, maxMs: expect.closeTo(50, 0) as number });
    expect(start.count).toBe(2);
    expect(start.p50Ms).toBeCloseTo(100, -1);
    expect(start.maxMs).toBeCloseTo(300, -1);
    expect(use).toMatchObject({ count: 3, p50Ms: expect.closeTo(350, -1) as number });
  });

  test('are those of a use also when its agent has died', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const lease = await pool.acquire();
    await pass(40);
    launcher.agents[0]!.die();
    await pass(10);
    lease.release();
    expect(pool.times().use.maxMs).toBeCloseTo(50, 0);
  });
});
