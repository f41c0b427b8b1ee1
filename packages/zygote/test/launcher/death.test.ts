/** A zygote that dies or hangs costs nothing but time: no agent is lost, none comes twice. */
import { type Agent, AgentExitedError, type AgentSpec, type Launcher } from '@muster/agent-runtime';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  isRunning,
  parentOf,
  processesOfRun,
  runTokenOf,
} from '../../../../tooling/testing/processes.ts';
import { openZygote } from '../fixtures/launcher-specs.ts';
import { rejection } from '../../../../tooling/testing/rejection.ts';
import { until } from '../../../../tooling/testing/until.ts';

interface Scene {
  readonly launcher: Launcher;
  readonly notices: readonly string[];
  readonly first: Agent;
  readonly zygote: number;
  readonly runToken: string;
  readonly launchMany: (count: number) => Promise<readonly Agent[]>;
}

const module = new URL('../fixtures/launcher-compiled.mjs', import.meta.url);
/** Hundreds that start cold at once take their time. */
const spec: AgentSpec = { module, helloDeadlineMs: 300_000 };

async function setScene(options: { readonly forkDeadlineMs?: number } = {}): Promise<Scene> {
  const notices: string[] = [];
  const launcher = await openZygote({
    ...options,
    preload: [module],
    onNotice: (line) => void notices.push(line),
  });
  const first = await launcher.launch(spec);
  const zygote = parentOf(first.pid);
  // Whatever a test leaves stopped must not keep the launcher from closing.
  onTestFinished(() => void (isRunning(zygote) && process.kill(zygote, 'SIGKILL')));
  const launchMany: Scene['launchMany'] = (count) =>
    Promise.all(Array.from({ length: count }, () => launcher.launch(spec)));
  return { launcher, notices, first, zygote, runToken: runTokenOf(first.pid), launchMany };
}

async function forkedAgain({ launcher, zygote }: Scene): Promise<Agent> {
  let agent = await launcher.launch(spec);
  await until('an agent is forked again', async () => {
    if (agent.start.kind === 'forked') return true;
    await agent.kill();
    agent = await launcher.launch(spec);
    return false;
  });
  expect(parentOf(agent.pid)).not.toBe(zygote);
  return agent;
}

/** Resolves in the very turn in which so many of them have. */
function fulfilled(promises: readonly Promise<unknown>[], count: number): Promise<void> {
  let missing = count;
  return new Promise((resolve, reject) => {
    for (const promise of promises) promise.then(() => --missing === 0 && resolve(), reject);
  });
}

describe('a zygote that is killed', () => {
  test('while it is idle: agents go on, the next starts are cold and say so, then another is used', async () => {
    const scene = await setScene();
    const { first, zygote, launcher, notices } = scene;

    process.kill(zygote, 'SIGKILL');
    await until('that is noticed', () => notices.length > 0);
    const cold = await launcher.launch(spec);

    const because = 'the zygote has ended (killed by SIGKILL), and another is not ready yet';
    expect(cold.start).toEqual({ kind: 'cold', because });
    expect(notices).toEqual([`${because}; until then agents start cold`]);
    expect(await first.run({ do: 'say', value: 1 })).toBe(1);
    const again = await forkedAgain(scene);
    expect(await Promise.all([first, cold, again].map((agent) => agent.ping()))).toHaveLength(3);
    expect(notices).toHaveLength(1);
  });

  test.each([1, 20, 60])(
    'in the middle of a burst of 100, with %i agents there: all come, each once',
    async (there) => {
      const scene = await setScene();
      const { launcher, zygote, runToken } = scene;

      const burst = Array.from({ length: 90 }, () => launcher.launch(spec));
      await fulfilled(burst, there);
      // However fast it was until now: what it is asked from here on has no answer when it dies.
      process.kill(zygote, 'SIGSTOP');
      for (let n = 0; n < 10; n++) burst.push(launcher.launch(spec));
      process.kill(zygote, 'SIGKILL');
      const agents = await Promise.all(burst);

      expect(new Set(agents.map(({ pid }) => pid)).size).toBe(100);
      const values = agents.map(({ id }) => id);
      const answers = agents.map((agent, n) => agent.run({ do: 'say', value: values[n] }));
      expect(await Promise.all(answers)).toEqual(values);
      expect(new Set(agents.map(({ start }) => start.kind))).toEqual(new Set(['forked', 'cold']));
      expect(launcher.stats()).toMatchObject({ launched: 101, failed: 0, live: 101 });
      await forkedAgain(scene);
      // Those that had been forked when nobody could say so any more leave by themselves.
      const known = (): readonly number[] => processesOfRun(runToken);
      const expected = launcher.stats().live + 1;
      await until(
        'there is one process for each agent, and a zygote',
        () => known().length === expected,
      );
    },
  );

  const ends: readonly (readonly [string, (agent: Agent) => Promise<unknown>, object])[] = [
    ['exits', (agent) => agent.run({ do: 'exit', code: 37 }), { code: 37, signal: null }],
    ['exits cleanly', (agent) => agent.run({ do: 'exit', code: 0 }), { code: 0, signal: null }],
    ['is stopped', (agent) => agent.stop({ graceMs: 20_000 }), { code: 0, because: 'stop' }],
    ['is killed', (agent) => agent.kill(), { code: null, signal: 'SIGKILL' }],
    [
      'crashes',
      (agent) => agent.run({ do: 'crash', lastWords: 'alas', signal: 'SIGSEGV' }),
      { code: null, signal: 'SIGSEGV', stderr: ['alas'] },
    ],
    [
      'throws',
      (agent) => agent.run({ do: 'throwLater', message: 'nobody saw this coming' }),
      { code: 1, signal: null },
    ],
  ];
  test.each(ends)(
    'leaves agents whose ends are seen as before: one that %s',
    async (_how, end, exit) => {
      const { first, zygote, notices, launcher } = await setScene();
      const starter = (await first.run({ do: 'start', words: ['sleep', '60'] })) as number;
      process.kill(zygote, 'SIGKILL');
      await until('that is noticed', () => notices.length > 0);

      await end(first).catch(() => undefined);

      expect(await first.exited).toMatchObject(exit);
      await until('what it started is gone too', () => !isRunning(starter));
      expect(launcher.stats().failed).toBe(0);
    },
  );

  test('many of its agents that end at once are each told with their own code', async () => {
    const { zygote, notices, launchMany } = await setScene();
    const agents = await launchMany(60);
    process.kill(zygote, 'SIGKILL');
    await until('that is noticed', () => notices.length > 0);

    const exits = await Promise.all(
      agents.map(async (agent, code) => {
        agent.run({ do: 'exit', code }).catch(() => undefined);
        return (await agent.exited).code;
      }),
    );

    expect(exits).toEqual(agents.map((_, code) => code));
  });

  test('leaves agents that still keep deadlines', async () => {
    const { first, zygote, notices } = await setScene();
    process.kill(zygote, 'SIGKILL');
    await until('that is noticed', () => notices.length > 0);

    await first.run({ do: 'spin' }, { deadlineMs: 50 }).catch(() => undefined);

    expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  test('together with all its agents: each is told to have ended', async () => {
    const { zygote, launchMany, first } = await setScene();
    const agents = [first, ...(await launchMany(20))];
    const running = agents.map((agent) => rejection(agent.run({ do: 'never' }), AgentExitedError));

    for (const pid of [zygote, ...agents.map((agent) => agent.pid)]) process.kill(pid, 'SIGKILL');

    const errors = await Promise.all(running);
    // Who reaped them first is chance; where it was nobody who tells, the code is not known.
    for (const { exit } of errors) expect(['SIGKILL', null]).toContain(exit.signal);
    expect(agents.map(({ pid }) => isRunning(pid))).toEqual(agents.map(() => false));
  });

  test('again and again: there is always another, and notices say each loss once', async () => {
    const scene = await setScene();
    let { zygote } = scene;

    for (let n = 1; n <= 3; n++) {
      process.kill(zygote, 'SIGKILL');
      await until('that is noticed', () => scene.notices.length === n);
      zygote = parentOf((await forkedAgain({ ...scene, zygote })).pid);
    }

    expect(scene.notices).toHaveLength(3);
    expect(await scene.first.run({ do: 'say', value: 1 })).toBe(1);
  });
});

describe('a zygote that hangs', () => {
  test('is killed after its deadline; what it owed is started cold, and another comes', async () => {
    const scene = await setScene({ forkDeadlineMs: 300 });
    const { zygote, first, notices, launcher } = scene;

    process.kill(zygote, 'SIGSTOP');
    const agents = await scene.launchMany(5);

    const because = 'the zygote is gone: it said nothing for 300 ms';
    const cold = { kind: 'cold', because };
    expect(agents.map(({ start }) => start)).toEqual(agents.map(() => cold));
    expect(isRunning(zygote)).toBe(false);
    expect(notices).toEqual([
      'the zygote has ended (it said nothing for 300 ms), and another is not ready yet; until then agents start cold',
    ]);
    await forkedAgain(scene);
    expect(await first.run({ do: 'say', value: 1 })).toBe(1);
    expect(launcher.stats().failed).toBe(0);
  });

  test('in the middle of a burst: all come, each once', async () => {
    const scene = await setScene({ forkDeadlineMs: 1_500 });
    const { launcher, zygote } = scene;

    const burst = scene.launchMany(100);
    await until('some are there', () => launcher.stats().launched > 20);
    process.kill(zygote, 'SIGSTOP');
    const agents = await burst;

    expect(new Set(agents.map(({ pid }) => pid)).size).toBe(100);
    await Promise.all(agents.map((agent) => agent.ping()));
    expect(launcher.stats()).toMatchObject({ launched: 101, failed: 0, live: 101 });
  });

  test('does not keep its launcher from closing', async () => {
    const { launcher, zygote, runToken } = await setScene();

    process.kill(zygote, 'SIGSTOP');
    await launcher.close();

    expect(processesOfRun(runToken)).toEqual([]);
  });
});
