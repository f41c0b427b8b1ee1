import { describe, expect, test } from 'vitest';
import type { PoolEvent } from '@muster/pooling';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('the probe before a lease', () => {
  test('is left out for an agent that was heard of lately', async () => {
    const { pool, launcher } = await createWorld({ size: 1, probe: { bypassMs: 500 } });
    await pass(500);
    (await pool.acquire()).release();
    await settle();
    expect(launcher.agents[0]!.pings).toBe(0);
    await pass(501);
    const lease = await pool.acquire();
    expect([lease.hit, launcher.agents[0]!.pings]).toEqual([true, 1]);
  });

  test('finds an agent that does not answer: it is killed, the next one is leased', async () => {
    const { pool, launcher } = await createWorld({
      size: 2,
      probe: { bypassMs: 0, deadlineMs: 100 },
    });
    await pass(1_000);
    launcher.agents[1]!.freeze();
    const fate = fateOf(pool.acquire());
    await pass(99);
    expect(fate.settled).toBe(false);
    await pass(1);
    expect(launcher.agents[1]!.kills).toEqual(['it did not answer a probe']);
    expect(fate.value?.agent.id).toBe('agent-1');
    expect(pool.stats()).toMatchObject({ leased: 1, retired: 1 });
  });

  test('of the last agent leaves the asker first in line, in its own time', async () => {
    const { pool, launcher } = await createWorld({
      size: 1,
      probe: { bypassMs: 0, deadlineMs: 100 },
    });
    await pass(1_000);
    launcher.plan = 'hang';
    launcher.agents[0]!.freeze();
    const first = fateOf(pool.acquire({ deadlineMs: 5_000 }));
    const second = fateOf(pool.acquire());
    await pass(100);
    expect(pool.stats()).toMatchObject({ waiting: 2, starting: 1 });
    launcher.open[0]!.succeed();
    await settle();
    expect([first.value?.waitedMs, second.settled]).toEqual([100, false]);
  });
});

describe('the probe of idle agents', () => {
  test('asks each so often, and replaces who does not answer before anybody needs it', async () => {
    const events: PoolEvent[] = [];
    const { pool, launcher } = await createWorld({
      size: 2,
      probe: { everyMs: 1_000, deadlineMs: 100 },
      onEvent: (event) => events.push(event),
    });
    await pass(5_000);
    expect(launcher.agents.map(({ pings }) => pings)).toEqual([5, 5]);
    launcher.agents[0]!.freeze();
    await pass(1_100);
    expect(launcher.agents[0]!.kills).toHaveLength(1);
    expect(events).toContainEqual({ kind: 'retired', agentId: 'agent-1', because: 'mute' });
    expect(pool.stats()).toMatchObject({ idle: 2, total: 2 });
  });

  test('holds nothing against an agent that was leased meanwhile', async () => {
    const { pool, launcher } = await createWorld({
      size: 1,
      probe: { bypassMs: 10_000, everyMs: 1_000, deadlineMs: 100 },
    });
    launcher.agents[0]!.freeze();
    await pass(1_000);
    await pool.acquire();
    await pass(200);
    expect(launcher.agents[0]!.kills).toEqual([]);
    expect(pool.stats()).toMatchObject({ leased: 1, retired: 0 });
  });
});

test('an idle agent that was leased and came back while it was asked is asked anew', async () => {
  const { pool, launcher } = await createWorld({
    size: 1,
    probe: { bypassMs: 10_000, everyMs: 1_000, deadlineMs: 100 },
  });
  const [agent] = launcher.agents;
  agent!.freeze();
  await pass(1_000);
  (await pool.acquire()).release();
  await pass(999);
  expect([agent!.pings, agent!.kills]).toEqual([1, []]);
  await pass(101);
  expect([agent!.pings, agent!.kills.length]).toEqual([2, 1]);
});

describe('the deadline of leases', () => {
  test('ends an agent that is held for too long; releasing it then is harmless', async () => {
    const { pool, launcher } = await createWorld({ size: 2, leaseDeadlineMs: 1_000 });
    const wedged = await pool.acquire();
    await pass(600);
    const fine = await pool.acquire();
    await pass(399);
    expect(launcher.live()).toHaveLength(2);
    await pass(1);
    expect((await wedged.agent.exited).because).toBe('its lease was held for too long');
    expect(pool.stats()).toMatchObject({ leased: 1, idle: 1, retired: 1, deaths: 0 });
    wedged.release();
    fine.release();
    await pass(60_000);
    expect(pool.stats()).toMatchObject({ idle: 2, retired: 1 });
  });

  test('leaves those alone that end in time', async () => {
    const { pool } = await createWorld({ size: 1, leaseDeadlineMs: 1_000 });
    for (let n = 0; n < 5; n++) {
      const lease = await pool.acquire();
      await pass(900);
      lease.release();
      await pass(900);
    }
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 0 });
  });
});

describe('the leak watch', () => {
  test('tells once of a lease that seems forgotten, with where it was acquired', async () => {
    const events: PoolEvent[] = [];
    const { pool } = await createWorld({
      size: 2,
      leakAfterMs: 1_000,
      onEvent: (event) => events.push(event),
    });
    async function forgetful(): Promise<void> {
      await pool.acquire();
    }
    await forgetful();
    (await pool.acquire()).release();
    await pass(10_000);
    await pool.acquire();
    await pass(999);
    const leaks = events.filter(({ kind }) => kind === 'leak-suspected');
    expect(leaks).toEqual([
      {
        kind: 'leak-suspected',
        agentId: 'agent-2',
        heldMs: 1_000,
        stack: expect.stringMatching(/forgetful .*health\.test\.ts/) as string,
      },
    ]);
  });

  test('tells once of each, however often it looks', async () => {
    const told: string[] = [];
    const { pool } = await createWorld({
      size: 3,
      leakAfterMs: 1_000,
      onEvent: (event) => event.kind === 'leak-suspected' && told.push(event.agentId),
    });
    for (let n = 0; n < 3; n++) {
      await pool.acquire();
      await pass(1_000);
    }
    expect(told).toEqual(['agent-3', 'agent-2', 'agent-1']);
  });

  test('tells it of one who had to wait, too', async () => {
    const events: PoolEvent[] = [];
    const { pool } = await createWorld({
      size: 1,
      leakAfterMs: 1_000,
      onEvent: (event) => events.push(event),
    });
    const held = await pool.acquire();
    async function patient(): Promise<void> {
      await pool.acquire();
    }
    const acquired = patient();
    held.release();
    await acquired;
    await pass(1_000);
    expect(events).toContainEqual(
      expect.objectContaining({ stack: expect.stringContaining('patient') as string }),
    );
  });

  test('is a warning of the process where nobody listens', async () => {
    const { pool } = await createWorld({ size: 1, leakAfterMs: 1_000, mayWarn: true });
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    await pool.acquire();
    await pass(1_000);
    expect(await warned).toMatchObject({
      name: 'PoolWarning',
      code: 'MUSTER_POOL_LEAK',
      message: 'agent agent-1 has been leased for 1000 ms: is its lease forgotten?',
    });
  });
});
