import * as fc from 'fast-check';
import type { Agent } from '@muster/agent-runtime';
import {
  adaptive,
  type BurstSummary,
  type HaltPolicy,
  sequential,
  waves,
  window,
} from '@muster/spawning';
import { expect, test, vi } from 'vitest';
import { exhausted, permanent, transient } from './fixtures/scripted-launcher.ts';
import {
  collect,
  createWorld,
  type Fate,
  fateOf,
  jobs,
  pass,
  PRESSED,
  settle,
  SHOWS_NOTHING,
  useScriptedTime,
  type World,
} from './fixtures/world.ts';

useScriptedTime();

interface Run extends World {
  readonly users: readonly AbortController[];
}

/** What may happen; `pick` chooses to whom. */
const EVENTS = {
  succeeds: ({ launcher: { open } }: Run, pick: number) => void open[pick % open.length]?.succeed(),
  goesWrong: ({ launcher: { open } }: Run, pick: number) =>
    open[pick % open.length]?.fail(transient()),
  isInVain: ({ launcher: { open } }: Run, pick: number) =>
    open[pick % open.length]?.fail(permanent()),
  hasNoRoom: ({ launcher: { open } }: Run, pick: number) =>
    open[pick % open.length]?.fail(exhausted()),
  twoAtOnce: ({ launcher: { open } }: Run, pick: number) => {
    open[pick % open.length]?.succeed();
    open[pick % open.length]?.fail(permanent());
  },
  aborts: ({ users }: Run, pick: number) => users[pick % users.length]!.abort('aborted'),
  isPressed: ({ host }: Run) => void (host.reading = PRESSED),
  isFree: ({ host }: Run) => void (host.reading = SHOWS_NOTHING),
  heedsNothing: ({ launcher }: Run) => void (launcher.heedsAbort = false),
  passes: (_: Run, pick: number) => pass([1, 20, 150, 2_100][pick % 4]!),
  lies: ({ launcher: { agents } }: Run, pick: number) => agents[pick % agents.length]?.end(1),
} as const;
type Name = keyof typeof EVENTS;

/** Each as often as it weighs: what ends everything, or keeps it from going on, is rare. */
const WEIGHTS: Readonly<Record<Name, number>> = {
  succeeds: 12,
  passes: 5,
  goesWrong: 4,
  hasNoRoom: 3,
  isFree: 3,
  twoAtOnce: 2,
  isInVain: 2,
  lies: 2,
  isPressed: 1,
  heedsNothing: 1,
  aborts: 1,
};
const names = Object.entries(WEIGHTS).flatMap(
  ([name, weight]) => Array(weight).fill(name) as Name[],
);
const happening = fc.record({ name: fc.constantFrom(...names), pick: fc.nat(1_000) });

const halts = fc.constantFrom<HaltPolicy>(
  {},
  {},
  { afterFailed: 2 },
  { afterFailed: 1, how: 'now' },
  { afterFailedShare: 0.5 },
);
const strategies = fc.constantFrom(sequential(), waves(4), window(5), adaptive());
const wanted = fc.array(fc.record({ count: fc.integer({ min: 0, max: 12 }), halt: halts }), {
  minLength: 1,
  maxLength: 3,
});

function account(fate: Fate<BurstSummary>, given: readonly Agent[], count: number): void {
  const { jobs: reports, counts, tries } = fate.value!;
  expect(reports.map(({ job }) => job)).toEqual([...Array(count).keys()]);
  expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBe(count);
  for (const [outcome, each] of Object.entries(counts)) {
    expect(reports.filter((report) => report.outcome === outcome)).toHaveLength(each);
  }
  expect(reports.reduce((sum, report) => sum + report.tries.length, 0)).toBe(tries);
  const ready = reports.filter(({ outcome }) => outcome === 'ready');
  expect(new Set(given.map(({ id }) => id))).toEqual(new Set(ready.map(({ id }) => id)));
  expect(given).toHaveLength(ready.length);
  for (const { outcome, agent, error, tries: own } of reports) {
    expect(agent !== undefined).toBe(outcome === 'ready');
    expect(error === undefined).toBe(outcome === 'ready');
    expect(own.filter(({ cause }) => cause === undefined).length).toBe(outcome === 'ready' ? 1 : 0);
    expect(own.filter(({ cause }) => cause === 'transient').length).toBeLessThanOrEqual(3);
  }
}

test('whatever happens to its bursts, each agent has one outcome, who is ready is given once, and nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(
      strategies,
      wanted,
      fc.array(happening, { maxLength: 60, size: 'max' }),
      async (strategy, bursts, happenings) => {
        // A run that failed has left its timers, and the next must not answer for them.
        vi.clearAllTimers();
        const load = { patienceMs: 2_000 };
        const world = createWorld({ plan: 'hang', strategy, load });
        const { spawner, launcher, host } = world;
        const users = bursts.map(() => new AbortController());
        const begun = bursts.map(({ count, halt }, index) => {
          const { signal } = users[index]!;
          const burst = spawner.spawn(jobs(count, `b${index}-`), { signal, halt });
          return { burst, count, given: collect(burst), fate: fateOf(burst.summary) };
        });
        for (const { name, pick } of happenings) {
          await EVENTS[name]({ ...world, users }, pick);
          await settle();
        }
        host.reading = SHOWS_NOTHING;
        for (let round = 0; begun.some(({ fate }) => !fate.settled); round++) {
          expect(round).toBeLessThan(200);
          for (const start of launcher.open.slice()) start.succeed();
          await pass(1_100);
        }
        for (const { fate, given, count } of begun) account(fate, given, count);
        const given = begun.flatMap((each) => each.given);
        expect(given).toHaveLength(launcher.agents.length);
        await pass(10);
        expect(spawner.stats()).toMatchObject({ underway: 0, queued: 0, held: undefined });
        expect(vi.getTimerCount()).toBe(0);
      },
    ),
    { numRuns: 150 },
  );
});
