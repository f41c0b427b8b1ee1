import { AgentExitedError } from '@muster/agent-runtime';
import { describe, expect, test } from 'vitest';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();
/** Past this age an agent's death says nothing about starts any more. */
const GROWN_UP_MS = 1_000;

describe('an agent that dies', () => {
  test('idle is replaced and never handed out', async () => {
    const { pool, launcher } = await createWorld({ size: 2 });
    await pass(GROWN_UP_MS);
    launcher.agents[1]!.die();
    await settle();
    expect(launcher.starts).toBe(3);
    expect(pool.stats()).toMatchObject({ idle: 2, deaths: 1 });
    const leased = [await pool.acquire(), await pool.acquire()].map(({ agent }) => agent.id);
    expect(leased).not.toContain('agent-2');
  });

  test('idle, but not yet gone, is not handed out either', async () => {
    const { pool, launcher } = await createWorld({ size: 2 });
    launcher.agents[1]!.sicken();
    expect((await pool.acquire()).agent.id).toBe('agent-1');
    const waiting = fateOf(pool.acquire());
    await pass(GROWN_UP_MS);
    expect(waiting.settled).toBe(false);
    launcher.agents[1]!.die();
    await settle();
    expect(waiting.value?.agent.id).toBe('agent-3');
    expect(pool.stats()).toMatchObject({ leased: 2, deaths: 1 });
  });

  test('leased is replaced at once; its lease can still be released, and that is all', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const lease = await pool.acquire();
    const waiting = fateOf(pool.acquire());
    launcher.agents[0]!.die();
    await settle();
    expect(waiting.value?.agent.id).toBe('agent-2');
    lease.release();
    expect(() => lease.release()).toThrow(TypeError);
    await settle();
    expect(launcher.agents[0]!.resets).toBe(0);
    expect(pool.stats()).toMatchObject({ leased: 1, idle: 0, deaths: 1 });
  });

  test('leased, but not yet gone, is not handed out after its release', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const lease = await pool.acquire();
    launcher.agents[0]!.sicken();
    lease.release();
    await settle();
    expect((await pool.acquire()).agent.id).toBe('agent-2');
  });

  test('while it resets is replaced once', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    await settle();
    agent.die();
    await settle();
    expect(launcher.starts).toBe(2);
    expect(agent.stops).toBe(0);
    expect(pool.stats()).toMatchObject({ resetting: 0, starting: 1, deaths: 1 });
  });

  test('in the moment its reset completes is not handed out', async () => {
    const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
    const agent = launcher.open[0]!.succeed({ onReset: 'hang' });
    await settle();
    (await pool.acquire()).release();
    const waiting = fateOf(pool.acquire());
    await settle();
    agent.finishReset();
    agent.sicken();
    await settle();
    expect([waiting.settled, pool.stats().resetting]).toEqual([false, 1]);
    agent.die();
    await settle();
    launcher.open[0]!.succeed();
    await settle();
    expect(waiting.value?.agent.id).toBe('agent-2');
  });

  test.each(['die', 'sicken'] as const)(
    'in the moment it is ready (%s) is not handed out',
    async (fate) => {
      const { pool, launcher } = await createWorld({ size: 1, plan: 'hang' });
      const waiting = fateOf(pool.acquire());
      const agent = launcher.open[0]!.succeed();
      agent[fate]();
      await settle();
      expect([waiting.settled, pool.stats().idle]).toEqual([false, 0]);
      agent.die();
      await pass(49);
      expect(launcher.starts).toBe(1);
      await pass(1);
      expect(pool.stats()).toMatchObject({ starting: 1, deaths: 1, failedStarts: 0 });
      launcher.open[0]!.succeed();
      await settle();
      expect(waiting.value?.agent.id).toBe('agent-2');
    },
  );

  test('is not counted as a death when the pool itself stopped it', async () => {
    const { pool } = await createWorld({ size: 1, reuse: 'once' });
    (await pool.acquire()).release();
    await settle();
    await pool.close();
    expect(pool.stats().deaths).toBe(0);
  });
});

describe('agents that die as soon as they are ready', () => {
  test('are started ever more slowly, like starts that fail', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    const startsAfter: number[] = [];
    for (let second = 0; second < 20; second++) {
      for (let step = 0; step < 20; step++) {
        launcher.live()[0]?.die();
        await pass(50);
      }
      startsAfter.push(launcher.starts);
    }
    // 50, 100, 200, 400 ms ... 5 s: a loop without pauses would have made 400 starts.
    expect(launcher.starts).toBeGreaterThan(8);
    expect(launcher.starts).toBeLessThan(13);
    expect(pool.stats().deaths).toBeGreaterThanOrEqual(launcher.starts - 1);
  });

  test('tell those who wait why, and let filled() know', async () => {
    const { pool, launcher } = await createWorld({ size: 2, plan: 'hang' });
    const filled = fateOf(pool.filled());
    launcher.open[0]!.succeed();
    await settle();
    launcher.agents[0]!.die();
    await settle();
    expect(filled.error).toBeInstanceOf(AgentExitedError);
    const acquired = fateOf(pool.acquire({ deadlineMs: 20 }));
    await pass(20);
    expect((acquired.error as Error).cause).toBe(filled.error);
  });

  test('an older agent’s death brings no pause', async () => {
    const { launcher } = await createWorld({ size: 1 });
    for (let n = 0; n < 5; n++) {
      await pass(GROWN_UP_MS);
      launcher.live()[0]!.die();
      await settle();
      expect(launcher.starts).toBe(n + 2);
    }
  });

  test('a death under a lease brings no pause: the task may have been its undoing', async () => {
    const { pool, launcher } = await createWorld({ size: 1 });
    await pool.acquire();
    launcher.agents[0]!.die();
    await settle();
    expect(pool.stats().idle).toBe(1);
  });
});
