/** Agents that do not start as they should, or do not behave when they have: the others come to no harm. */
import { join } from 'node:path';
import { type Agent, type AgentSpec, DeadlineError, LaunchError } from '@muster/agent-runtime';
import { describe, expect, test } from 'vitest';
import { isRunning } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import {
  createSpawner,
  type BurstSummary,
  type JobReport,
  type Spawner,
  type SpawnerOptions,
  type SpawnJob,
  window,
} from '../src/index.ts';
import { rough, SHELL } from './fixtures/agents.ts';
import {
  expectOnly,
  LAUNCHERS,
  type LauncherKind,
  NOTHING,
  type Scene,
  setScene,
  take,
} from './fixtures/scene.ts';

const ALL_SOUND = 6;
const FAULTY = 2;
const TRIES = 3;
const READY = '{"type":"ready"}';

function spawnerOf({ launcher }: Scene, options: Partial<SpawnerOptions> = {}): Spawner {
  const retry = { tries: TRIES, backoff: { firstMs: 1, longestMs: 2 } };
  return createSpawner({ launcher, strategy: window(6), retry, ...options });
}

/** Agents that start as they should: what costs least. */
const SOUND: Readonly<Record<LauncherKind, AgentSpec>> = { exec: SHELL, zygote: handyman() };

const times = <T>(count: number, make: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** Faulty agents, with sound ones before, between and behind. */
function among(sound: readonly AgentSpec[], faulty: readonly AgentSpec[]): readonly SpawnJob[] {
  const specs = [...sound];
  const step = sound.length / faulty.length + 1;
  for (const [n, spec] of faulty.entries()) specs.splice(1 + Math.floor(n * step), 0, spec);
  return specs.map((spec) => ({ spec }));
}

async function expectServing(agents: readonly Agent[]): Promise<void> {
  expect(await Promise.all(agents.map((agent) => agent.ping()))).toHaveLength(agents.length);
}

/** All tries were used up, and each says what came of it. */
function expectFailures(reports: readonly JobReport[], told: object): void {
  expect(reports).toHaveLength(FAULTY);
  for (const { tries, error } of reports) {
    expect(tries.map(({ cause }) => cause)).toEqual(Array(TRIES).fill('transient'));
    expect(tries.at(-1)!.error).toBe(error);
    for (const each of tries) expect(each.error).toBeInstanceOf(LaunchError);
    for (const each of tries) expect(each.error).toMatchObject(told);
  }
}

const failedOf = ({ jobs }: BurstSummary): readonly JobReport[] =>
  jobs.filter(({ outcome }) => outcome === 'failed');

type Fault = readonly [what: string, words: readonly string[], told: object];
const exit = (code: number): object => ({ exit: { code } });
const killed = { exit: { signal: 'SIGKILL' } };

describe.each(LAUNCHERS)('of agents started by %s,', (kind) => {
  const sound = times(ALL_SOUND, () => SOUND[kind]);

  test.each<Fault>([
    ['never say hello', ['--stay'], { phase: 'hello', ...killed }],
    ['are stopped before hello', ['die:SIGSTOP'], { phase: 'hello', ...killed }],
    ['are stopped before ready', ['hello', 'die:SIGSTOP'], { phase: 'ready', ...killed }],
    ['are deaf to SIGTERM, and silent', ['--deaf', '--stay'], { phase: 'hello', ...killed }],
  ])('those that %s are ended in time', async (_what, words, told) => {
    const scene = await setScene(kind);
    const deadlines = words.includes('hello') ? { readyDeadlineMs: 250 } : { helloDeadlineMs: 250 };
    const silent = times(FAULTY, () => rough(words, deadlines));

    const { agents, summary } = await take(spawnerOf(scene).spawn(among(sound, silent)));

    expect(summary.counts).toMatchObject({ ready: ALL_SOUND, failed: FAULTY });
    expectFailures(failedOf(summary), told);
    await expectServing(agents);
    await expectOnly(scene, agents);
    expect(await scene.remains()).toEqual(NOTHING);
  });

  test.each<Fault>([
    ['exit before hello', ['exit:3'], { phase: 'hello', ...exit(3) }],
    // Of its hello and its end either may be seen first.
    ['are killed before ready', ['hello', 'die:SIGKILL'], killed],
    ['flood stderr and exit', ['--flood', 'exit:3'], { phase: 'hello', ...exit(3) }],
    ['start a child and exit', ['--child', 'hello', 'exit:3'], exit(3)],
  ])(
    'those that %s are ready if they do so only the first time, and fail if each time',
    async (_what, words, told) => {
      const scene = await setScene(kind);
      const always = times(FAULTY, () => rough(words));
      const once = times(FAULTY, (n) =>
        rough([`--first=${join(scene.temporary, String(n))}`, ...words]),
      );

      const jobs = among(sound, [...always, ...once]);
      const { agents, summary } = await take(spawnerOf(scene).spawn(jobs));

      expect(summary.counts).toMatchObject({ ready: ALL_SOUND + FAULTY, failed: FAULTY });
      expect(summary.tries).toBe(ALL_SOUND + 2 * FAULTY + TRIES * FAULTY);
      expectFailures(failedOf(summary), told);
      await expectOnly(scene, agents);
      expect(await scene.remains()).toEqual(NOTHING);
    },
  );

  test('those that say hello twice are not tried again', async () => {
    const scene = await setScene(kind);
    const twice = times(FAULTY, () => rough(['hello', 'hello', '--stay']));

    const { agents, summary } = await take(spawnerOf(scene).spawn(among(sound, twice)));

    expect(summary.counts).toMatchObject({ ready: ALL_SOUND, failed: FAULTY });
    expect(summary.tries).toBe(ALL_SOUND + FAULTY);
    for (const { error } of failedOf(summary)) {
      expect(String(error)).toContain('out of order frame: hello before ready');
    }
    await expectServing(agents);
    await expectOnly(scene, agents);
    expect(await scene.remains()).toEqual(NOTHING);
  });

  test('those that exit right after ready are told with their code, as ready or as failed', async () => {
    const scene = await setScene(kind);
    const brief = times(FAULTY, () => rough(['hello', READY, 'exit:3']));
    const jobs = among(sound, brief);

    const { summary } = await take(spawnerOf(scene).spawn(jobs));

    const brought = summary.jobs.filter(({ job }) => jobs[job]!.spec !== SOUND[kind]);
    for (const { agent, error } of brought) {
      const told = agent === undefined ? (error as LaunchError).exit : await agent.exited;
      expect(told).toMatchObject({ code: 3 });
    }
    const others = summary.jobs
      .filter(({ job }) => jobs[job]!.spec === SOUND[kind])
      .map(({ agent }) => agent!);
    await expectServing(others);
    await expectOnly(scene, others);
    expect(await scene.remains()).toEqual(NOTHING);
  });

  test('those that start others and fail leave none, but what they put into sessions of its own, until the launcher is closed', async () => {
    const scene = await setScene(kind);
    const parents = times(FAULTY, () => rough(['--child', '--session', 'exit:3']));

    const { agents, summary } = await take(spawnerOf(scene).spawn(among(sound, parents)));

    expect(summary.counts).toMatchObject({ ready: ALL_SOUND, failed: FAULTY });
    await expectOnly(scene, agents, FAULTY * TRIES);
    expect(await scene.remains()).toEqual(NOTHING);
  });

  test('those that hang while others become ready are ended and tried again, also the very first', async () => {
    const scene = await setScene(kind);
    const hanging = times(FAULTY, (n) =>
      rough([`--first=${join(scene.temporary, String(n))}`, 'die:SIGSTOP'], {
        helloDeadlineMs: 600_000,
      }),
    );
    const [first, ...others] = hanging.map((spec) => ({ spec }));
    const jobs = [
      first!,
      ...among(
        times(15, () => SOUND[kind]),
        [],
      ),
      ...others,
    ];
    const spawner = spawnerOf(scene, {
      stragglers: { timesMedian: 2, atLeastMs: 1_000 },
      // A machine that is busy with something else makes stragglers of sound ones too.
      retry: { tries: 10, backoff: { firstMs: 1, longestMs: 2 }, leastBudget: 100 },
    });

    const { agents, summary } = await take(spawner.spawn(jobs));

    expect(summary.counts.ready).toBe(jobs.length);
    for (const { tries } of summary.jobs.filter(({ job }) => jobs[job]!.spec !== SOUND[kind])) {
      expect(tries[0]).toMatchObject({ cause: 'transient', error: expect.any(DeadlineError) });
    }
    await expectOnly(scene, agents);
    expect(await scene.remains()).toEqual(NOTHING);
  });

  test('those that are ready and ignore SIGTERM, flood, are stopped or have started others end with an aborted burst', async () => {
    const scene = await setScene(kind);
    const abort = new AbortController();
    const jobs = times(10, () => ({ spec: handyman(['--no-stop']) }));
    const started: Promise<unknown>[] = [];
    const misdeeds: readonly ((agent: Agent) => unknown)[] = [
      (agent) => started.push(agent.run({ do: 'ignoreSigterm' })),
      (agent) => void agent.run({ do: 'flood', bytes: 1e9 }).catch(() => undefined),
      (agent) => void agent.run({ do: 'freeze' }).catch(() => undefined),
      (agent) => started.push(agent.run({ do: 'start', words: ['sleep', '1000'] })),
    ];

    const { agents, summary } = await take(
      spawnerOf(scene).spawn(jobs, { signal: abort.signal }),
      (agent, count) => misdeeds[count - 1]?.(agent),
    );
    expect(summary.counts.ready).toBe(10);
    const [, child] = await Promise.all(started);
    expect(isRunning(child as number)).toBe(true);
    abort.abort();

    const exits = await Promise.all(agents.map(({ exited }) => exited));
    expect(exits.map(({ because }) => because)).toEqual(exits.map(() => 'stop'));
    expect(exits.filter(({ signal }) => signal === 'SIGKILL')).not.toEqual([]);
    await expectOnly(scene, []);
    expect(await scene.remains()).toEqual(NOTHING);
  });

  test('those that start are ended with those that are ready when the burst is aborted', async () => {
    const scene = await setScene(kind);
    const abort = new AbortController();
    const specs = ['--stay', '--deaf', 'die:SIGSTOP', '--child'].map((word) =>
      rough([word, '--stay'], { helloDeadlineMs: 600_000 }),
    );
    const jobs = [...among(sound, []), ...[...specs, ...specs, ...specs].map((spec) => ({ spec }))];
    const burst = spawnerOf(scene).spawn(jobs, { signal: abort.signal });

    const { agents, summary } = await take(
      burst,
      (_agent, count) => count === ALL_SOUND && abort.abort(),
    );

    expect(summary.counts).toMatchObject({ ready: ALL_SOUND, aborted: 12 });
    await Promise.all(agents.map(({ exited }) => exited));
    await expectOnly(scene, []);
    expect(await scene.remains()).toEqual(NOTHING);
  });
});
