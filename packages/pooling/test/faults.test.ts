import { AgentExitedError, LaunchError, TaskError } from '@muster/agent-runtime';
import { createPool, type Pool, type PoolEvent, type PoolOptions } from '@muster/pooling';
import { describe, expect, test } from 'vitest';
import { readTreeBytes } from '../src/retirement/memory.ts';
import { createTidyLauncher, echo, isAlive, type TidyLauncher, until } from './fixtures/machine.ts';

interface Stage extends AsyncDisposable {
  readonly pool: Pool;
  readonly tidy: TidyLauncher;
  readonly events: readonly PoolEvent[];
}

/** A pool of real agents, and what has happened in it. */
async function createStage(
  options: Partial<PoolOptions> & { readonly size: number },
): Promise<Stage> {
  const tidy = await createTidyLauncher();
  const events: PoolEvent[] = [];
  const pool = createPool({
    launcher: tidy.launcher,
    spec: echo,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return {
    pool,
    tidy,
    events,
    [Symbol.asyncDispose]: async () => {
      await pool.close({ deadlineMs: 0 });
      await tidy[Symbol.asyncDispose]();
    },
  };
}

const modulePath = (name: string): string =>
  new URL(`fixtures/${name}.ts`, import.meta.url).pathname;
const leaving = ({ events }: Stage): string[] =>
  events.flatMap((event) => (event.kind === 'retired' ? [event.because] : []));

describe('a stopped agent', () => {
  test('that is idle is found before anybody needs it', async () => {
    const probe = { everyMs: 50, deadlineMs: 50 };
    await using stage = await createStage({ size: 1, probe });
    const { pool } = stage;
    await pool.filled();
    const { pid } = pool.agents()[0]!;
    process.kill(pid, 'SIGSTOP');
    await until('it is replaced', () => leaving(stage).includes('mute') && pool.stats().idle === 1);
    await until('it is gone', () => !isAlive(pid));
    expect(await (await pool.acquire()).agent.run('x')).toBe('x');
  });

  test('that is idle is not leased, though nobody had looked', async () => {
    await using stage = await createStage({ size: 2, probe: { bypassMs: 0, deadlineMs: 50 } });
    const { pool } = stage;
    await pool.filled();
    const { pid } = pool.agents().at(-1)!;
    process.kill(pid, 'SIGSTOP');
    // Time must have passed, or it counts as heard of just now.
    await pool.agents()[0]!.ping();
    const leases = [await pool.acquire(), await pool.acquire()];
    expect(leases.map(({ agent }) => agent.pid)).not.toContain(pid);
  });

  test('that is leased is ended by the deadline of leases, and its user told', async () => {
    await using stage = await createStage({ size: 1, leaseDeadlineMs: 200 });
    const { pool } = stage;
    const lease = await pool.acquire();
    process.kill(lease.agent.pid, 'SIGSTOP');
    const failed = await lease.agent.run('x').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(AgentExitedError);
    expect(String(failed)).toContain('its lease was held for too long');
    expect(await (await pool.acquire()).agent.run('y')).toBe('y');
  });

  test('that retires is gone in the end, and holds up nobody', async () => {
    await using stage = await createStage({ size: 1 });
    const { pool } = stage;
    await pool.filled();
    const { pid } = pool.agents()[0]!;
    process.kill(pid, 'SIGSTOP');
    pool.evictAll();
    expect(await (await pool.acquire()).agent.run('x')).toBe('x');
    expect(pool.stats().retiring).toBe(1);
    await until('it is gone', () => !isAlive(pid) && pool.stats().retiring === 0);
  });
});

describe('an agent that is starting', () => {
  const never = { module: modulePath('slow-agent') };

  test('and killed is a failed start that says so', async () => {
    await using stage = await createStage({ size: 1, spec: never });
    const { tidy, events } = stage;
    await until('it is a process', () => tidy.launcher.sightings().length === 1);
    process.kill(tidy.launcher.sightings()[0]!.pid, 'SIGKILL');
    await until('it is told', () => events.length > 0);
    expect(events[0]).toMatchObject({ kind: 'start-failed', error: expect.any(LaunchError) });
    expect(stage.pool.stats().deaths).toBe(0);
  });

  test('and stopped is ended by the deadline of starts', async () => {
    await using stage = await createStage({ size: 1, spec: never, startDeadlineMs: 1_000 });
    const { tidy, events } = stage;
    await until('it is a process', () => tidy.launcher.sightings().length === 1);
    const { pid } = tidy.launcher.sightings()[0]!;
    process.kill(pid, 'SIGSTOP');
    await until('it is told', () => events.length > 0);
    expect(events[0]).toMatchObject({
      kind: 'start-failed',
      error: { name: 'StartDeadlineError' },
    });
    expect(isAlive(pid)).toBe(false);
  });
});

test('an agent that is killed while it retires only leaves the sooner', async () => {
  await using stage = await createStage({ size: 1, reuse: 'once' });
  const { pool } = stage;
  const lease = await pool.acquire();
  const { pid } = lease.agent;
  process.kill(pid, 'SIGSTOP');
  lease.release();
  process.kill(pid, 'SIGKILL');
  await until('only its successor is there', () => pool.stats().total === 1 && !isAlive(pid));
  expect(pool.stats()).toMatchObject({ deaths: 0, retired: 1 });
});

describe('late identity', () => {
  test('is known for one lease, with variables and folder, and taken back', async () => {
    await using stage = await createStage({
      size: 1,
      spec: { module: modulePath('person-agent') },
    });
    const { pool } = stage;
    const assign = { identity: 'the reviewer', env: { LANG: 'tlh' }, cwd: '/' };
    const lease = await pool.acquire({ assign });
    const { pid } = lease.agent;
    expect(await lease.agent.run()).toEqual({ name: 'the reviewer', language: 'tlh', folder: '/' });
    lease.release();
    const next = await pool.acquire();
    expect(next.agent.pid).toBe(pid);
    expect(await next.agent.run()).toMatchObject({ name: 'nobody', folder: process.cwd() });
  });

  test('that the agent refuses rejects the acquire, and the agent serves on', async () => {
    await using stage = await createStage({
      size: 1,
      spec: { module: modulePath('person-agent') },
    });
    const { pool } = stage;
    const refused = pool.acquire({ assign: { identity: 'the king', env: { LANG: 'x' } } });
    await expect(refused).rejects.toBeInstanceOf(TaskError);
    const { agent } = await pool.acquire();
    expect(await agent.run()).toMatchObject({ name: 'nobody' });
    expect(pool.stats()).toMatchObject({ starts: 1, retired: 0 });
  });
});

test('the memory of an agent is read from the system', async () => {
  await using stage = await createStage({
    size: 1,
    retire: { aboveBytes: 1, readBytesEveryMs: 20 },
  });
  const { pool } = stage;
  await pool.filled();
  expect(await readTreeBytes(pool.agents()[0]!.pid)).toBeGreaterThan(1_000_000);
  (await pool.acquire()).release();
  await until('it is replaced', () => leaving(stage).includes('memory'));
  expect(await readTreeBytes(2 ** 22 + 1)).toBeUndefined();
});
