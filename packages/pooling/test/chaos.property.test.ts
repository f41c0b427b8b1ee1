import * as fc from 'fast-check';
import type { AcquireOptions, Lease, Pool, PoolOptions } from '@muster/pooling';
import { expect, test, vi } from 'vitest';
import type { ScriptedAgent } from './fixtures/scripted-agent.ts';
import type { ScriptedLauncher } from './fixtures/scripted-launcher.ts';
import { createWorld, type Fate, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

/** One who asked, and what became of it. */
interface User {
  readonly controller: AbortController;
  readonly fate: Fate<Lease>;
  released: boolean;
}

interface Chaos {
  readonly pool: Pool;
  readonly launcher: ScriptedLauncher;
  readonly users: User[];
}

const holds = ({ fate, released }: User): boolean => fate.value !== undefined && !released;
const isThere = ({ agent }: Lease): boolean => agent.state.kind !== 'exited';

/** What may befall a pool. Each is given the ones it can befall by `pick`. */
const BEFALLS: Readonly<Record<string, (chaos: Chaos, pick: number) => unknown>> = {
  acquire: (chaos, pick) => ask(chaos, {}, pick),
  acquireFor: (chaos, pick) => ask(chaos, { tenant: `tenant-${pick % 2}` }, pick),
  acquireUrgently: (chaos, pick) => ask(chaos, { priority: pick % 3 }, pick),
  acquireAs: (chaos, pick) => ask(chaos, { assign: { identity: pick } }, pick),
  release: ({ users }, pick) => among(users.filter(holds), pick, release),
  releaseBusy: ({ users, launcher }, pick) =>
    among(users.filter(holds), pick, (user) => {
      launcher.agents[user.fate.value!.agent.incarnation - 1]!.setUnanswered(1);
      release(user);
    }),
  abort: ({ users }, pick) => among(users, pick, ({ controller }) => controller.abort('aborted')),
  crash: ({ launcher }, pick) => among(launcher.live(), pick, (agent) => agent.die()),
  doom: ({ launcher }, pick) => among(launcher.live(), pick, (agent) => agent.sicken()),
  freeze: ({ launcher }, pick) => among(launcher.live(), pick, (agent) => agent.freeze()),
  startOk: ({ launcher }, pick) => among(launcher.open, pick, (start) => start.succeed()),
  startFail: ({ launcher }, pick) =>
    among(launcher.open, pick, (start) => start.fail(new Error('no start'))),
  resetOk: ({ launcher }, pick) => among(resetting(launcher), pick, (a) => a.finishReset()),
  resetFail: ({ launcher }, pick) =>
    among(resetting(launcher), pick, (agent) => agent.failReset(new Error('no reset'))),
  timePasses: (_, pick) => pass([1, 60, 1_100, 6_000][pick % 4]!),
  pause: ({ pool }) => pool.pause(),
  resume: ({ pool }) => pool.resume(),
  evictAll: ({ pool }) => pool.evictAll(),
};
const OFTEN = [
  'acquire',
  'acquire',
  'release',
  'release',
  'startOk',
  'startOk',
  'resetOk',
  'resetOk',
];

const resetting = (launcher: ScriptedLauncher): readonly ScriptedAgent[] =>
  launcher.live().filter(({ openResets }) => openResets > 0);

function among<T>(candidates: readonly T[], pick: number, act: (one: T) => unknown): void {
  const one = candidates[pick % candidates.length];
  if (one !== undefined) act(one);
}

function release(user: User): void {
  user.released = true;
  user.fate.value!.release();
}

function ask({ pool, users }: Chaos, options: AcquireOptions, pick: number): void {
  const controller = new AbortController();
  const deadlineMs = pick % 5 === 0 ? 100 : 1e8;
  const acquired = pool.acquire({ ...options, deadlineMs, signal: controller.signal });
  users.push({ controller, fate: fateOf(acquired), released: false });
}

/** What holds of every pool at every moment. */
function check({ pool, launcher, users }: Chaos, options: PoolOptions): void {
  const stats = pool.stats();
  const { idle, leased, starting, retiring, total } = stats;
  expect(idle + leased + starting + stats.resetting + retiring).toBe(total);
  expect(starting).toBeLessThanOrEqual(options.maxStarting!);
  // Some may be there beside their replacements.
  expect(total - retiring).toBeLessThanOrEqual(stats.size + options.maxStarting!);
  const held = users.filter(holds).map(({ fate }) => fate.value!);
  const agents = held.filter(isThere).map(({ agent }) => agent);
  expect(new Set(agents).size).toBe(agents.length);
  expect(agents.length).toBeLessThanOrEqual(leased + retiring);
  const unsettled = users.filter(({ fate }) => !fate.settled).length;
  expect(unsettled).toBeGreaterThanOrEqual(stats.waiting);
  expect(unsettled).toBeLessThanOrEqual(stats.waiting + leased + retiring);
  const isFair = options.perTenant?.leased === undefined && !stats.paused;
  const anyDoomed = launcher.agents.some(({ agent }) => agent.state.kind === 'stopping');
  const isInVain = isFair && !anyDoomed && idle > 0 && stats.waiting > 0;
  expect(isInVain).toBe(false);
}

/** Once starts succeed, hooks return and leases end, everybody is served or told why not. */
async function recover({ pool, launcher, users }: Chaos, options: PoolOptions): Promise<void> {
  pool.resume();
  launcher.plan = 'succeed';
  launcher.script = {};
  for (let round = 0; round <= users.length + 10; round++) {
    for (const start of launcher.open.slice()) start.succeed();
    for (const agent of resetting(launcher)) agent.finishReset();
    for (const agent of launcher.live()) if (agent.agent.state.kind === 'stopping') agent.die();
    for (const end of endHanging) end();
    await pass(6_000);
    for (const user of users.filter(holds)) release(user);
    await settle();
    if (round > 5 && users.every((user) => user.fate.settled && !holds(user))) break;
  }
  expect(users.filter(({ fate }) => !fate.settled)).toEqual([]);
  for (const agent of resetting(launcher)) agent.finishReset();
  await pass(options.maxIdleMs ?? 60_000);
  const { idle, leased, waiting, min, size } = pool.stats();
  expect({ leased, waiting }).toEqual({ leased: 0, waiting: 0 });
  expect(idle).toBeGreaterThanOrEqual(min);
  expect(idle).toBeLessThanOrEqual(size);
}

/** Hooks that hang end when this is called. */
const endHanging = new Set<() => void>();

/** Every third call goes wrong. */
function createHook(fault: 'works' | 'fails' | 'hangs'): () => unknown {
  let calls = 0;
  return () => {
    if (fault === 'works' || calls++ % 3 !== 0) return undefined;
    if (fault === 'fails') return Promise.reject(new Error('no hook'));
    return new Promise<void>((resolve) => endHanging.add(resolve));
  };
}

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

const anyOptions = fc
  .record({
    min: fc.integer({ min: 0, max: 3 }),
    more: fc.integer({ min: 0, max: 3 }),
    maxStarting: fc.integer({ min: 1, max: 4 }),
    reuse: fc.constantFrom('reset' as const, 'reset' as const, 'once' as const),
    breakAfter: fc.integer({ min: 1, max: 4 }),
    maxIdleMs: fc.constantFrom(1_000, 60_000),
    afterUses: maybe(fc.integer({ min: 1, max: 3 })),
    afterMs: maybe(fc.constantFrom(2_000, 20_000)),
    leaseDeadlineMs: maybe(fc.constantFrom(1_000, 30_000)),
    bypassMs: maybe(fc.constantFrom(0, 500)),
    leasedPerTenant: maybe(fc.constant(1)),
    maxWaiting: maybe(fc.constant(3)),
    hook: fc.constantFrom('none' as const, 'works' as const, 'fails' as const, 'hangs' as const),
  })
  .map(({ min, more, afterUses, afterMs, leaseDeadlineMs, bypassMs, hook, ...rest }) => {
    const { leasedPerTenant, maxWaiting, ...plain } = rest;
    return {
      ...plain,
      min,
      max: Math.max(1, min + more),
      retire: { afterUses, afterMs },
      ...(leaseDeadlineMs === undefined ? {} : { leaseDeadlineMs }),
      ...(bypassMs === undefined ? {} : { probe: { bypassMs, everyMs: 1_000, deadlineMs: 50 } }),
      ...(hook === 'none' ? {} : { afterAssign: createHook(hook) }),
      ...(maxWaiting === undefined ? {} : { maxWaiting }),
      perTenant: { leased: leasedPerTenant },
    };
  });

const anySteps = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(BEFALLS), ...OFTEN, ...OFTEN), fc.nat({ max: 99 })),
  { maxLength: 60, size: 'max' },
);

test('whatever befalls a pool: nothing is lost, leased twice, left waiting or left behind', async () => {
  await fc.assert(
    fc.asyncProperty(anyOptions, anySteps, fc.boolean(), async (options, steps, hangs) => {
      // A run that failed leaves its timers to the next, and shrinking runs many.
      vi.clearAllTimers();
      const poolOptions = options as unknown as PoolOptions;
      const world = await createWorld({ ...options, plan: 'hang' });
      const chaos: Chaos = { ...world, users: [] };
      chaos.launcher.script = hangs ? { onReset: 'hang', onStop: 'ignore' } : {};
      for (const [name, pick] of steps) {
        await BEFALLS[name]!(chaos, pick);
        await settle();
        check(chaos, poolOptions);
      }
      await recover(chaos, poolOptions);
      const closed = chaos.pool.close({ deadlineMs: 1 });
      await pass(1);
      await closed;
      expect(chaos.launcher.live()).toEqual([]);
      expect(chaos.launcher.open).toEqual([]);
      expect(chaos.pool.stats().total).toBe(0);
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 300 },
  );
});
