import { describe, expect, test } from 'vitest';
import { type PoolEvent } from '@muster/pooling';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();
const assign = { identity: { name: 'reviewer' }, env: { LANG: 'C' }, cwd: '/tmp' };
const never = (): Promise<never> => new Promise(() => undefined);

describe('late identity', () => {
  test('an agent learns who it is before its lease is given, and forgets it in the reset', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const lease = await pool.acquire({ assign });
    expect(lease).toMatchObject({ hit: true });
    expect(launcher.agents[0]).toMatchObject({ assignments: [assign], resets: 0 });
    lease.release();
    await settle();
    expect(launcher.agents[0]!.resets).toBe(1);
    await pool.acquire();
    expect(launcher.agents[0]!.assignments).toHaveLength(1);
  });

  test('one who waited is served by an agent that knows, too', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const held = await pool.acquire();
    const waiting = fateOf(pool.acquire({ assign }));
    held.release();
    await settle();
    expect(waiting.value).toMatchObject({ hit: false });
    expect(launcher.agents[0]!.assignments).toEqual([assign]);
  });

  test('an agent that refuses is reset and pooled; the acquire rejects with what it said', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const no = new Error('I am nobody');
    launcher.script = { onAssign: () => Promise.reject(no) };
    launcher.agents[0]!.die();
    await pass(100);
    await expect(pool.acquire({ assign })).rejects.toBe(no);
    await settle();
    expect(launcher.agents[1]!.resets).toBe(1);
    expect(pool.stats()).toMatchObject({ idle: 1, leased: 0, turnedAway: 1, hits: 0 });
  });

  test('a deadline or a signal ends it: the acquire rejects, the agent is reset', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    launcher.open[0]!.succeed({ onAssign: never });
    await settle();
    const late = fateOf(pool.acquire({ assign, deadlineMs: 50 }));
    await pass(49);
    expect([late.settled, pool.stats().leased]).toEqual([false, 1]);
    await pass(1);
    expect(late.error).toMatchObject({ name: 'AcquireDeadlineError', waitedMs: 50 });
    const controller = new AbortController();
    const aborted = fateOf(pool.acquire({ assign, signal: controller.signal }));
    controller.abort('changed my mind');
    await settle();
    expect(aborted.error).toBe('changed my mind');
    expect(launcher.agents[0]).toMatchObject({ resets: 2, stops: 0 });
    expect(pool.stats()).toMatchObject({ idle: 1, leased: 0 });
  });
});

describe('the hook `beforePool`', () => {
  test('runs once for each agent, before its first lease', async () => {
    const seen: string[] = [];
    const { pool } = await createWorld({ size: 1, beforePool: ({ id }) => seen.push(id) });
    (await pool.acquire()).release();
    await settle();
    await pool.acquire();
    expect(seen).toEqual(['agent-1']);
  });

  test('that fails is a failed start, and the agent is ended', async () => {
    const no = new Error('not warm');
    let fails = true;
    const { pool, launcher } = await createWorld({
      size: 1,
      beforePool: async () => {
        if (fails) throw no;
      },
    });
    await expect(pool.filled()).rejects.toBe(no);
    expect(launcher.live()).toEqual([]);
    expect(pool.stats()).toMatchObject({ failedStarts: 1, total: 0 });
    fails = false;
    await pass(50);
    expect(pool.stats()).toMatchObject({ idle: 1 });
  });

  test('that hangs is ended at the deadline of the start', async () => {
    const { pool, launcher } = await createWorld({
      size: 1,
      startDeadlineMs: 500,
      beforePool: never,
    });
    await pass(499);
    expect(pool.stats()).toMatchObject({ starting: 1, failedStarts: 0 });
    await pass(1);
    expect(launcher.agents[0]!.kills).toHaveLength(1);
    expect(pool.stats()).toMatchObject({ failedStarts: 1 });
  });

  test('in which the agent dies is a failed start, told once', async () => {
    const { pool, launcher } = await createWorld({ size: 1, beforePool: never });
    launcher.agents[0]!.die();
    await settle();
    expect(pool.stats()).toMatchObject({ starting: 0, total: 0, deaths: 1 });
    await pass(50);
    expect(pool.stats()).toMatchObject({ starting: 1 });
  });
});

describe('the hook `afterAssign`', () => {
  test('runs before each lease, after the assignment', async () => {
    const seen: unknown[] = [];
    const { pool, launcher } = await createWorld({
      size: 1,
      afterAssign: () => void seen.push(launcher.agents[0]!.assignments.length),
    });
    (await pool.acquire({ assign })).release();
    await settle();
    (await pool.acquire()).release();
    await settle();
    (await pool.acquire({ assign })).release();
    expect(seen).toEqual([1, 1, 2]);
  });

  test('that fails rejects the acquire, and the agent is replaced', async () => {
    const no = new Error('no licence left');
    const events: PoolEvent[] = [];
    const { pool, launcher } = await createWorld({
      size: 1,
      afterAssign: () => Promise.reject(no),
      onEvent: (event) => events.push(event),
    });
    await expect(pool.acquire()).rejects.toBe(no);
    await settle();
    expect(launcher.live()).toHaveLength(1);
    expect(events).toContainEqual({ kind: 'retired', agentId: 'agent-1', because: 'hook' });
  });

  test('that hangs holds nobody beyond the deadline, and no agent for ever', async () => {
    const { pool, launcher } = await createWorld({ size: 1, afterAssign: never });
    const fate = fateOf(pool.acquire({ deadlineMs: 80 }));
    await pass(80);
    expect(fate.error).toMatchObject({ name: 'AcquireDeadlineError' });
    expect(launcher.agents[0]!.kills).toHaveLength(1);
    expect(pool.stats()).toMatchObject({ idle: 1, leased: 0 });
  });
});

test('closing turns away those for whom an agent is being prepared', async () => {
  const { pool, launcher } = await createWorld({ size: 1, afterAssign: never });
  const fate = fateOf(pool.acquire());
  await settle();
  const closed = fateOf(pool.close());
  await settle();
  expect(fate.error).toMatchObject({ name: 'PoolClosedError' });
  expect([closed.settled, launcher.live().length]).toEqual([true, 0]);
});
