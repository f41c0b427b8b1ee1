import { AgentExitedError, DeadlineError } from '@muster/agent-runtime';
import { createPool, type Pool, type PoolOptions } from '@muster/pooling';
import { describe, expect, test } from 'vitest';
import { createTidyLauncher, echo, isAlive, type TidyLauncher, until } from './fixtures/machine.ts';

interface Stage extends AsyncDisposable {
  readonly pool: Pool;
  readonly tidy: TidyLauncher;
}

/** A filled pool of real echo agents, and the launcher it has to itself. */
async function createStage(options: Partial<PoolOptions> = {}): Promise<Stage> {
  const tidy = await createTidyLauncher();
  const size = options.max === undefined ? { size: 2 } : {};
  const pool = createPool({
    launcher: tidy.launcher,
    spec: echo,
    ...size,
    ...options,
  } as PoolOptions);
  await pool.filled();
  return {
    pool,
    tidy,
    [Symbol.asyncDispose]: async () => {
      await pool.close({ deadlineMs: 0 });
      await tidy[Symbol.asyncDispose]();
    },
  };
}

const pidsOf = (pool: Pool): number[] => pool.agents().map(({ pid }) => pid);
const isFull = (pool: Pool) => (): boolean => pool.stats().idle === pool.stats().size;

describe('a pool of real agents', () => {
  test('is filled with processes that answer', async () => {
    await using stage = await createStage({ size: 3 });
    const { pool } = stage;
    expect(pool.stats()).toMatchObject({ idle: 3, starts: 3, failedStarts: 0 });
    expect(new Set(pidsOf(pool)).size).toBe(3);
    expect(pidsOf(pool).every(isAlive)).toBe(true);
    await using lease = await pool.acquire();
    expect(await lease.agent.run({ answer: 42 })).toEqual({ answer: 42 });
  });

  test('serves 50 leases of ten users with three agents, each used by one at a time', async () => {
    await using stage = await createStage({ size: 3 });
    const { pool, tidy } = stage;
    const inUse = new Set<number>();
    let [leases, collisions] = [0, 0];
    const user = async (name: number): Promise<void> => {
      for (let n = 0; n < 5; n++) {
        await using lease = await pool.acquire();
        const { pid } = lease.agent;
        if (inUse.has(pid)) collisions++;
        inUse.add(pid);
        expect(await lease.agent.run(`${name}/${n}`)).toBe(`${name}/${n}`);
        leases++;
        inUse.delete(pid);
      }
    };
    await Promise.all(Array.from({ length: 10 }, (_, name) => user(name)));
    expect([leases, collisions]).toEqual([50, 0]);
    await until('all are back', isFull(pool));
    const { hits, misses, starts, deaths, waits } = pool.stats();
    expect({ acquires: hits + misses, starts, deaths }).toEqual({
      acquires: 50,
      starts: 3,
      deaths: 0,
    });
    expect(waits.count).toBe(misses);
    expect(tidy.pids).toHaveLength(3);
  });

  test('replaces an idle agent that is killed', async () => {
    await using stage = await createStage();
    const { pool } = stage;
    const victim = pidsOf(pool)[0]!;
    process.kill(victim, 'SIGKILL');
    await until('it is replaced', () => pool.stats().deaths === 1 && isFull(pool)());
    expect(pidsOf(pool)).not.toContain(victim);
    for (let n = 0; n < 2; n++) expect(await (await pool.acquire()).agent.run(n)).toBe(n);
  });

  test('replaces a leased agent that is killed; its lease fails once', async () => {
    await using stage = await createStage({ size: 1 });
    const { pool } = stage;
    const lease = await pool.acquire();
    const next = pool.acquire();
    process.kill(lease.agent.pid, 'SIGKILL');
    await expect(lease.agent.run('lost')).rejects.toBeInstanceOf(AgentExitedError);
    lease.release();
    expect(await (await next).agent.run('kept')).toBe('kept');
    expect(pool.stats()).toMatchObject({ leased: 1, deaths: 1, starts: 2 });
  });

  test('survives the death of all its agents at once', async () => {
    await using stage = await createStage({ size: 3 });
    const { pool } = stage;
    const before = pidsOf(pool);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await until('all are replaced', () => pool.stats().deaths === 3 && isFull(pool)());
    expect(pidsOf(pool).filter((pid) => before.includes(pid))).toEqual([]);
  });

  test('a stopped agent is ended by its run’s deadline, released or not, and replaced', async () => {
    await using stage = await createStage({ size: 1, spec: { ...echo, cancelGraceMs: 100 } });
    const { pool } = stage;
    const lease = await pool.acquire();
    const { pid } = lease.agent;
    process.kill(pid, 'SIGSTOP');
    await expect(lease.agent.run('x', { deadlineMs: 100 })).rejects.toBeInstanceOf(DeadlineError);
    await until('it is replaced', isFull(pool));
    expect([isAlive(pid), pool.stats().deaths]).toEqual([false, 1]);
    lease.release();
    expect(await (await pool.acquire()).agent.run('y')).toBe('y');
  });

  test('a stopped agent that is released with its work is not handed out again', async () => {
    await using stage = await createStage({ size: 1, spec: { ...echo, cancelGraceMs: 60_000 } });
    const { pool } = stage;
    const lease = await pool.acquire();
    const { pid } = lease.agent;
    process.kill(pid, 'SIGSTOP');
    await expect(lease.agent.run('x', { deadlineMs: 100 })).rejects.toBeInstanceOf(DeadlineError);
    lease.release();
    const next = await pool.acquire();
    expect(next.agent.pid).not.toBe(pid);
    await until('the stopped process is gone', () => !isAlive(pid));
  });

  test('with reuse `once` every lease has a new process', async () => {
    await using stage = await createStage({ size: 2, reuse: 'once' });
    const { pool } = stage;
    const seen = new Set<number>();
    for (let n = 0; n < 6; n++) {
      await using lease = await pool.acquire();
      seen.add(lease.agent.pid);
      await lease.agent.run(n);
    }
    expect(seen.size).toBe(6);
    await until('the used ones are gone', () => [...seen].every((pid) => !isAlive(pid)));
  });

  test('an agent that cannot start is told to who waits, by its own last words', async () => {
    await using tidy = await createTidyLauncher();
    const spec = { command: 'sh', args: ['-c', 'echo out of luck >&2; exit 3'] };
    await using pool = createPool({ launcher: tidy.launcher, spec, size: 1 });
    await expect(pool.filled()).rejects.toThrow(/exit code 3[^]*out of luck/);
    const failure = await pool.acquire({ deadlineMs: 100 }).catch((error: unknown) => error);
    expect(String((failure as Error).cause)).toContain('out of luck');
  });
});

describe('closing a pool of real agents', () => {
  test('leaves no process, and closing its launcher no file', async () => {
    await using stage = await createStage({ size: 3 });
    const { pool, tidy } = stage;
    (await pool.acquire()).release();
    const held = await pool.acquire();
    await pool.close({ deadlineMs: 200 });
    expect(tidy.pids.length).toBeGreaterThanOrEqual(3);
    expect(tidy.pids.filter(isAlive)).toEqual([]);
    await expect(held.agent.run('late')).rejects.toBeInstanceOf(AgentExitedError);
    held.release();
    expect(tidy.launcher.stats().live).toBe(0);
    expect(tidy.files()).toHaveLength(1);
    await tidy.launcher.close();
    expect(tidy.files()).toEqual([]);
  });

  test('in the middle of its starts leaves no process', async () => {
    await using tidy = await createTidyLauncher();
    const pool = createPool({ launcher: tidy.launcher, spec: echo, size: 6, maxStarting: 6 });
    await until('they are processes', () => tidy.launcher.stats().live === 6);
    await pool.close();
    expect(tidy.launcher.stats().live).toBe(0);
    expect(tidy.pids.filter(isAlive)).toEqual([]);
  });

  test('ends a stopped agent too', async () => {
    await using stage = await createStage({ size: 1 });
    const { pool } = stage;
    const pid = pidsOf(pool)[0]!;
    process.kill(pid, 'SIGSTOP');
    await pool.close({ deadlineMs: 100 });
    expect(isAlive(pid)).toBe(false);
  });
});
