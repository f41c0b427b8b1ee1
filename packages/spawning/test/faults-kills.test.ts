/** What is killed or interrupted in the middle of a burst of hundreds costs nothing but itself. */
import type { Agent, AgentSighting } from '@muster/agent-runtime';
import { describe, expect, test } from 'vitest';
import { handyman } from '../../../tooling/testing/specs.ts';
import { adaptive, createSpawner, type SpawnJob, window } from '../src/index.ts';
import { SHELL } from './fixtures/agents.ts';
import type { Plan } from './fixtures/coordinator.ts';
import {
  type Coordinator,
  NOTHING as NO_RUN,
  remainsOf,
  standstill,
  startCoordinator,
} from './fixtures/run-coordinator.ts';
import { expectOnly, NOTHING, setScene, take } from './fixtures/scene.ts';

/** Patient: hundreds that start cold at once take their time. */
const spec = handyman([], { helloDeadlineMs: 300_000 });
const many = (wanted: number, one = spec): readonly SpawnJob[] =>
  Array.from({ length: wanted }, (_, n) => ({ spec: one, id: `a${n}` }));
const stragglers = { atLeastMs: 60_000, timesMedian: 1_000 };

async function expectServing(agents: readonly Agent[]): Promise<void> {
  expect(await Promise.all(agents.map((agent) => agent.ping()))).toHaveLength(agents.length);
}

test('of 700 agents all are ready, each once, although their zygote is killed in the middle', async () => {
  const scene = await setScene('zygote');
  const { launcher, zygote } = scene;
  // While there is no zygote agents start cold, and only so many at once.
  const spawner = createSpawner({ launcher, strategy: window(8), stragglers });

  const { agents, summary } = await take(spawner.spawn(many(700)), (_agent, count) => {
    if (count === 200) process.kill(zygote!, 'SIGKILL');
  });

  expect(summary.counts.ready).toBe(700);
  expect(new Set(agents.map(({ start }) => start.kind))).toEqual(new Set(['cold', 'forked']));
  await expectServing(agents);
  expect(await scene.remains()).toEqual(NOTHING);
});

test.each([
  ['zygote', 700, spec],
  ['exec', 60, SHELL],
] as const)(
  'of agents started by %s, %d in all, those that are killed are gone or come again, and all others serve',
  async (kind, wanted, one) => {
    const scene = await setScene(kind);
    const { launcher } = scene;
    const spawner = createSpawner({ launcher, strategy: adaptive(), stragglers });
    const random = createRandom(7);
    /** By id, none twice: those that were ready, and those that were starting. */
    const [victims, interrupted] = [new Set<string>(), new Set<string>()];
    const killOneOf = (all: readonly Target[], killed: Set<string>): void => {
      const rest = all.filter(({ id }) => !victims.has(id) && !interrupted.has(id));
      const target = rest[Math.floor(random() * rest.length)];
      if (target === undefined) return;
      process.kill(target.pid, 'SIGKILL');
      killed.add(target.id);
    };
    const there: Agent[] = [];

    const { agents, summary } = await take(spawner.spawn(many(wanted, one)), (agent, count) => {
      there.push(agent);
      if (count % 5 === 0) killOneOf(there, victims);
      if (count % 20 === 0) killOneOf(launcher.sightings().filter(isStarting), interrupted);
    });

    expect(summary.counts.ready).toBe(wanted);
    const again = summary.jobs.filter(({ tries }) => tries.length > 1).map(({ id }) => id!);
    expect(again.filter((id) => !interrupted.has(id))).toEqual([]);
    // One whose ready was on its way already when it was killed is an agent that ends at once.
    const isGone = ({ id }: Agent): boolean =>
      victims.has(id) || (interrupted.has(id) && !again.includes(id));
    expect(victims.size).toBe(wanted / 5);
    for (const { exited } of agents.filter(isGone)) {
      expect(await exited).toMatchObject({ signal: 'SIGKILL', because: undefined });
    }
    const others = agents.filter((agent) => !isGone(agent));
    await expectServing(others);
    await expectOnly(scene, others);
    expect(await scene.remains()).toEqual(NOTHING);
  },
);

type Target = Pick<Agent, 'id' | 'pid'>;

const isStarting = ({ state }: AgentSighting): boolean => state === 'spawned' || state === 'hello';

/** The same choices in each run (Park and Miller, 1988). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const plans: readonly (readonly [string, Plan])[] = [
  ['700 forked agents', { launcher: 'zygote', agents: 'modules', wanted: 700, pauses: true }],
  ['60 cold agents', { launcher: 'exec', agents: 'commands', wanted: 60, pauses: true }],
];

describe.each(plans)('of a coordinator that starts %s', (_what, plan) => {
  test('nothing is left when it is killed in the middle', async () => {
    const coordinator = startCoordinator(plan);
    await standstill(coordinator);
    expect(coordinator.lines.length).toBeGreaterThan(plan.wanted / 3);

    coordinator.process.kill('SIGKILL');

    expect(await remainsOf(coordinator)).toEqual(NO_RUN);
  });

  test('nothing is left when it is interrupted at its terminal', async () => {
    const coordinator = startCoordinator(plan);
    await interrupt(coordinator);

    expect(await remainsOf(coordinator)).toEqual(NO_RUN);
    expect(coordinator.process.signalCode).toBe('SIGINT');
  });

  test('an interrupt that aborts the burst lets it end in order', async () => {
    const coordinator = startCoordinator({ ...plan, heedsInterrupt: true });
    await interrupt(coordinator);

    const { counts, given } = await coordinator.saw('over');

    const { ready, aborted, ...others } = counts as Record<string, number>;
    expect(others).toEqual({ failed: 0, halted: 0, 'done before': 0 });
    expect(ready! + aborted!).toBe(plan.wanted);
    expect(aborted).toBeGreaterThan(0);
    expect(given).toBe(ready);
    expect(await coordinator.saw('left')).toMatchObject({ descriptors: [], children: [] });
    expect(await remainsOf(coordinator)).toEqual(NO_RUN);
    expect(coordinator.process.exitCode).toBe(0);
  });
});

/** Ctrl-C: the whole foreground group hears it. */
async function interrupt(coordinator: Coordinator): Promise<void> {
  await standstill(coordinator);
  process.kill(-coordinator.pid, 'SIGINT');
  process.kill(coordinator.pid, 'SIGCONT');
}
