import { describe, expect, test } from 'vitest';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('release', () => {
  test('has the agent reset before its next lease', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    launcher.plan = 'hang';
    const lease = await pool.acquire();
    expect(launcher.agents[0]!.resets).toBe(0);
    lease.release();
    await settle();
    expect(launcher.agents[0]!.resets).toBe(1);
    const next = await pool.acquire();
    expect([next.agent, next.hit]).toEqual([lease.agent, true]);
  });

  test('does not wait for the reset, and nobody is given an agent that still resets', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    expect(pool.stats()).toMatchObject({ leased: 0, resetting: 1, idle: 0 });
    const waiting = fateOf(pool.acquire());
    await settle();
    expect(waiting.settled).toBe(false);
    agent.finishReset();
    await settle();
    expect(waiting.value?.agent).toBe(agent.agent);
  });

  test('does not start a process while its caller waits: the refill comes a turn later', async () => {
    const { pool, launcher } = await createWorld({ size: 1, reuse: 'once' });
    const lease = await pool.acquire();
    lease.release();
    for (let step = 0; step < 20; step++) await Promise.resolve();
    expect(launcher.starts).toBe(1);
    await settle();
    expect(launcher.starts).toBe(2);
  });

  test('one who was waiting for a start has the lease before the next start begins', async () => {
    const { pool, launcher } = await createWorld({ size: 2, maxStarting: 1, plan: 'hang' });
    let startsWhenServed = 0;
    void pool.acquire().then(() => (startsWhenServed = launcher.starts));
    launcher.open[0]!.succeed();
    await settle();
    expect([startsWhenServed, launcher.starts]).toEqual([1, 2]);
  });

  test('twice throws, and gives nothing back twice', async () => {
    const { pool } = await createWorld({ size: 1 });
    const first = await pool.acquire();
    first.release();
    await settle();
    const second = await pool.acquire();
    expect(() => first.release()).toThrow(TypeError);
    expect(() => first.release()).toThrow(/agent-1 was released already/);
    await settle();
    expect(pool.stats()).toMatchObject({ leased: 1, idle: 0 });
    second.release();
  });

  test('before or after disposing is the same release', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    {
      await using lease = await pool.acquire();
      lease.release();
    }
    const lease = await pool.acquire({ deadlineMs: 10 });
    await lease[Symbol.asyncDispose]();
    await lease[Symbol.asyncDispose]();
    expect(() => lease.release()).toThrow(TypeError);
    await settle();
    expect(pool.stats()).toMatchObject({ leased: 0, idle: 1 });
    expect(launcher.agents[0]!.resets).toBe(2);
  });

  test('leaving the scope of `await using` gives the agent back, also by an error', async () => {
    const { pool } = await createWorld({ size: 1 });
    const work = async (): Promise<void> => {
      await using lease = await pool.acquire();
      throw new Error(`no use for ${lease.agent.id}`);
    };
    await expect(work()).rejects.toThrow('no use for agent-1');
    await settle();
    expect(pool.stats()).toMatchObject({ leased: 0, idle: 1 });
  });

  test('with unanswered work replaces the agent: it is never handed out again', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const lease = await pool.acquire();
    launcher.agents[0]!.setUnanswered(1);
    lease.release();
    expect((await pool.acquire()).agent).toBe(launcher.agents[1]!.agent);
    expect(launcher.agents[0]).toMatchObject({ resets: 0, stops: 1 });
  });

  test('with nothing but abandoned work resets the agent, which lets go of it first', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    const lease = await pool.acquire();
    agent.setUnanswered(2, 0);
    lease.release();
    expect(pool.stats()).toMatchObject({ resetting: 1, retired: 0 });
    agent.setUnanswered(0);
    agent.finishReset();
    await settle();
    expect((await pool.acquire()).agent).toBe(agent.agent);
  });

  test('with abandoned work beside work that is waited for replaces the agent', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const lease = await pool.acquire();
    launcher.agents[0]!.setUnanswered(2, 1);
    lease.release();
    expect(launcher.agents[0]).toMatchObject({ resets: 0, stops: 1 });
  });

  test('an agent kept busy through an old lease while it resets is replaced too', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    await settle();
    agent.setUnanswered(1);
    agent.finishReset();
    await settle();
    expect(agent.stops).toBe(1);
    expect(pool.stats()).toMatchObject({ idle: 0, starting: 1 });
  });

  test('an agent whose reset fails is replaced', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    await settle();
    agent.failReset(new Error('cannot forget'));
    await settle();
    expect(agent.stops).toBe(1);
    expect(pool.stats()).toMatchObject({ resetting: 0, idle: 0, starting: 1, deaths: 0 });
  });

  test('an agent whose reset hangs is replaced at the reset’s deadline', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang', resetDeadlineMs: 300 });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    await pass(299);
    expect(pool.stats().resetting).toBe(1);
    await pass(1);
    expect(pool.stats()).toMatchObject({ resetting: 0, starting: 1 });
    expect(agent.stops).toBe(1);
  });

  test('with reuse `once` each lease has an agent of its own, and none is reset', async () => {
    const { pool, launcher } = await createWorld({ size: 2, reuse: 'once' });
    const seen = new Set<string>();
    for (let n = 0; n < 6; n++) {
      await using lease = await pool.acquire();
      seen.add(lease.agent.id);
    }
    await settle();
    expect(seen.size).toBe(6);
    expect(launcher.agents.map(({ resets }) => resets)).toEqual(Array(8).fill(0));
    expect(pool.stats()).toMatchObject({ idle: 2, deaths: 0 });
  });

  test('an agent slow to stop holds up neither its replacement nor the pool’s size', async () => {
    const { pool, launcher } = await createWorld({ size: 1, reuse: 'once' });
    launcher.script = { onStop: 'ignore' };
    (await pool.acquire()).release();
    await settle();
    (await pool.acquire()).release();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, retiring: 1 });
    expect(pool.agents()).toEqual([launcher.agents[2]!.agent]);
  });
});
