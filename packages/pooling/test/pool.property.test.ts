import * as fc from 'fast-check';
import { createPool, type Lease, type Pool } from '@muster/pooling';
import { describe, expect, test, vi } from 'vitest';
import * as model from './fixtures/pool-model.ts';
import { createScriptedLauncher, type ScriptedLauncher } from './fixtures/scripted-launcher.ts';
import { type Fate, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

interface User {
  readonly controller: AbortController;
  readonly fate: Fate<Lease>;
}

/** The pool under test, and all that holds on to it. */
interface Real {
  readonly pool: Pool;
  readonly launcher: ScriptedLauncher;
  readonly users: User[];
  readonly served: { readonly user: number; readonly agent: number }[];
  closed: Fate<void> | undefined;
}

type Command = fc.AsyncCommand<model.PoolModel, Real>;

/** A command picks its victim by `pick`, from what is there when it runs. */
function command(
  name: string,
  candidates: (m: model.PoolModel) => readonly unknown[],
  run: (m: model.PoolModel, r: Real, index: number) => void | Promise<void>,
): fc.Arbitrary<Command> {
  return fc.nat({ max: 99 }).map((pick) => ({
    check: (m) => candidates(m).length > 0,
    run: async (m, r) => {
      await run(m, r, pick % candidates(m).length);
      await settle();
      agree(m, r);
    },
    toString: () => `${name}(${pick})`,
  }));
}

const ANY_TIME = [0];
/** A few times that time passes, and neither a multiple of that nor of a pause. */
const START_DEADLINE_MS = 20_013;
const open = (m: model.PoolModel): readonly unknown[] => (m.closed ? [] : ANY_TIME);
const starts = (m: model.PoolModel): readonly unknown[] => m.starts;
const leased = (m: model.PoolModel): model.ModelAgent[] => model.agentsIn(m, 'leased');
const resetting = (m: model.PoolModel): model.ModelAgent[] => model.agentsIn(m, 'resetting');
const scripted = (r: Real, { number }: model.ModelAgent) => r.launcher.agents[number - 1]!;

const commands: Readonly<Record<string, fc.Arbitrary<Command>>> = {
  acquire: command('acquire', open, (m, r) => {
    const user = m.users;
    const controller = new AbortController();
    const promise = r.pool.acquire({ signal: controller.signal, deadlineMs: 1e9 });
    promise.then(
      ({ agent }) => r.served.push({ user, agent: agent.incarnation }),
      () => undefined,
    );
    r.users.push({ controller, fate: fateOf(promise) });
    model.acquire(m);
  }),
  abort: command('abort', everybody, (m, r, index) => {
    r.users[index]!.controller.abort('aborted');
    model.abort(m, index);
  }),
  release: command('release', leased, (m, r, index) => {
    const agent = leased(m)[index]!;
    r.users[agent.holder!]!.fate.value!.release();
    model.release(m, agent);
  }),
  releaseBusy: command('releaseBusy', leased, (m, r, index) => {
    const agent = leased(m)[index]!;
    agent.unanswered = true;
    scripted(r, agent).setUnanswered(1);
    r.users[agent.holder!]!.fate.value!.release();
    model.release(m, agent);
  }),
  resetOk: command('resetOk', resetting, (m, r, index) => {
    const agent = resetting(m)[index]!;
    scripted(r, agent).finishReset();
    model.resetSucceeds(m, agent);
  }),
  resetFail: command('resetFail', resetting, (m, r, index) => {
    const agent = resetting(m)[index]!;
    scripted(r, agent).failReset(new Error('cannot forget'));
    model.resetFails(m, agent);
  }),
  kill: command(
    'kill',
    (m) => m.agents,
    (m, r, index) => {
      const agent = m.agents[index]!;
      scripted(r, agent).die();
      model.dies(m, agent);
    },
  ),
  startOk: command('startOk', starts, (m, r, index) => {
    r.launcher.open[index]!.succeed();
    model.startSucceeds(m, index);
  }),
  startFail: command('startFail', starts, (m, r, index) => {
    r.launcher.open[index]!.fail(new Error('cannot start'));
    model.startFails(m, index);
  }),
  timePasses: command(
    'timePasses',
    (m) => (model.isClear(m) ? ANY_TIME : []),
    async (m) => {
      model.timePasses(m);
      await pass(model.LONG_MS);
    },
  ),
  close: command('close', open, (m, r) => {
    r.closed = fateOf(r.pool.close({ deadlineMs: 1e9 }));
    model.close(m);
  }),
};

/** Each name as often as it weighs: a pool that is closed at once, or never gets going, shows little. */
const WEIGHTS = {
  acquire: 8,
  startOk: 8,
  release: 6,
  resetOk: 6,
  timePasses: 4,
  kill: 3,
  startFail: 2,
  resetFail: 2,
  releaseBusy: 2,
  abort: 2,
  close: 1,
} as const;
const weighted = Object.entries(WEIGHTS).flatMap(([name, weight]) =>
  Array.from({ length: weight }, () => commands[name]!),
);

/** Anybody may abort at any time, also late and also twice. */
function everybody(m: model.PoolModel): readonly unknown[] {
  return Array(m.users).fill(0);
}

function agree(m: model.PoolModel, { pool, launcher, users, served, closed }: Real): void {
  const stats = pool.stats();
  expect(stats).toMatchObject({
    idle: model.agentsIn(m, 'idle').length,
    leased: leased(m).length,
    resetting: resetting(m).length,
    starting: m.starts.length,
    retiring: 0,
    waiting: m.waiting.length,
    hits: m.hits,
    misses: m.misses,
    deaths: m.deaths,
    failedStarts: m.failedStarts,
  });
  expect(stats.idle + stats.leased + stats.starting + stats.resetting).toBeLessThanOrEqual(m.size);
  expect(served).toEqual(m.served);
  expect(users.filter(({ fate }) => !fate.settled)).toHaveLength(m.waiting.length);
  expect(stats.idle > 0 && stats.waiting > 0).toBe(false);
  expect(launcher.live()).toHaveLength(m.agents.length);
  expect(closed?.settled ?? false).toBe(m.closed && m.agents.length === 0);
}

/** Whatever happened before: once starts succeed and leases end, all who wait are served. */
async function recover(m: model.PoolModel, { pool, launcher, users }: Real): Promise<void> {
  launcher.plan = 'succeed';
  launcher.script = { onReset: 'finish' };
  for (let round = 0; round <= m.users + m.size; round++) {
    await pass(model.LONG_MS);
    for (const start of launcher.open.slice()) start.succeed();
    for (const agent of launcher.live()) agent.finishReset();
    await settle();
    for (const { fate } of users) releaseIfHeld(fate);
    await settle();
  }
  expect(users.every(({ fate }) => fate.settled)).toBe(true);
  await pass(model.LONG_MS);
  expect(pool.stats()).toMatchObject({ idle: m.closed ? 0 : m.size, waiting: 0 });
}

function releaseIfHeld({ value }: Fate<Lease>): void {
  try {
    value?.release();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

describe('whatever happens to a pool', () => {
  test('it does what the model does, and in the end everybody is served and nothing is left', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.commands(weighted, { size: 'max', maxCommands: 120 }),
        async (size, maxStarting, breakAfter, cmds) => {
          // A run that failed has left its timers, and the next must not answer for them.
          vi.clearAllTimers();
          const launcher = createScriptedLauncher('hang');
          launcher.script = { onReset: 'hang' };
          const clock = { now: () => performance.now() };
          const spec = { command: 'scripted' };
          const options = { size, maxStarting, breakAfter, startDeadlineMs: START_DEADLINE_MS };
          const pool = createPool({
            ...options,
            launcher,
            spec,
            clock,
            random: () => 0,
            resetDeadlineMs: 3_600_000,
            onEvent: () => undefined,
          });
          const m = model.createPoolModel(options);
          const real: Real = { pool, launcher, users: [], served: [], closed: undefined };
          await fc.asyncModelRun(() => ({ model: m, real }), cmds);
          await recover(m, real);
          await pool.close({ deadlineMs: 1 });
          await settle();
          expect(launcher.live()).toEqual([]);
          expect(launcher.open).toEqual([]);
          expect(vi.getTimerCount()).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});
