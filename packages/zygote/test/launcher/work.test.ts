/** What an agent does for its coordinator is the same, however its process came to be. */
import {
  type Agent,
  DeadlineError,
  type Launcher,
  TaskError,
  type LaunchOptions,
} from '@muster/agent-runtime';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { handyman } from '../../../../tooling/testing/specs.ts';
import { CONTENDERS } from '../fixtures/launcher-specs.ts';
import { isRunning } from '../../../../tooling/testing/processes.ts';
import { rejection } from '../../../../tooling/testing/rejection.ts';
import { until } from '../../../../tooling/testing/until.ts';

describe.each(CONTENDERS)('$name', ({ open, kind }) => {
  let launcher: Launcher;
  beforeAll(async () => {
    launcher = await open();
  });
  afterAll(() => launcher.close());

  async function launch(options: LaunchOptions = {}, args: string[] = []): Promise<Agent> {
    const agent = await launcher.launch(handyman(args), options);
    onTestFinished(() => agent.kill().then(() => undefined));
    return agent;
  }

  test('an agent becomes ready, and its phases are in order and add up', async () => {
    const agent = await launch({ id: 'first' });

    const { phases } = agent;
    const moments = [phases.requestedAtMs, phases.spawnedAtMs, phases.helloAtMs, phases.readyAtMs];
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(Math.min(phases.spawnMs, phases.readyMs)).toBeGreaterThan(0);
    expect(Math.min(phases.helloMs, phases.initMs)).toBeGreaterThanOrEqual(0);
    expect(phases.spawnMs + phases.helloMs + phases.initMs).toBeCloseTo(phases.readyMs, 6);
  });

  test('its handle says who it is, and so does the agent', async () => {
    const agent = await launch({ id: 'somebody' });

    expect(agent).toMatchObject({ id: 'somebody', origin: 'src', state: { kind: 'ready' } });
    expect(agent.start).toEqual({ kind });
    expect(agent.unanswered).toBe(0);
    const { incarnation, pid } = agent;
    expect(await agent.run({ do: 'identity' })).toEqual({ agent: 'somebody', incarnation, pid });
    expect(isRunning(agent.pid)).toBe(true);
  });

  test('it gets its arguments as they are, its directory and its environment', async () => {
    const spec = handyman(['a b', '$HOME', ';', 'ä€𝄞\n', ''], {
      cwd: '/',
      env: { OWN: 'a=b\nc', NODE_ENV: 'test' },
    });
    const agent = await launcher.launch(spec);

    expect(await agent.run({ do: 'argv' })).toEqual({
      argv: ['a b', '$HOME', ';', 'ä€𝄞\n', ''],
      cwd: '/',
    });
    const environment = await agent.run({ do: 'environment' });
    expect(environment).toMatchObject({ OWN: 'a=b\nc', NODE_ENV: 'test' });
    expect(Object.keys(environment as object)).not.toContain('MUSTER_TOKEN');
    expect(Object.keys(environment as object)).not.toContain('VITEST');
    await agent.kill();
  });

  test.each([0, '', null, 'ä€𝄞\n', [1, [2]], { deep: { er: true } }])(
    'a task is answered with its result: %j',
    async (value) => {
      const agent = await launch();

      expect(await agent.run({ do: 'say', value })).toEqual(value);
    },
  );

  test('many tasks at once are each answered with their own result', async () => {
    const agent = await launch();
    const tasks = Array.from({ length: 200 }, (_, n) => agent.run({ do: 'say', value: n }));

    expect(await Promise.all(tasks)).toEqual(tasks.map((_, n) => n));
  });

  test('an error in a task rejects with its name and message, and the agent goes on', async () => {
    const agent = await launch();

    const error = await rejection(agent.run({ do: 'throw', message: 'out of range' }), TaskError);

    expect(error).toMatchObject({
      message: 'out of range',
      remoteName: 'RangeError',
      agentId: agent.id,
    });
    await expect(agent.run({ do: 'bigint' })).rejects.toThrow('BigInt');
    expect(await agent.run({ do: 'say', value: 1 })).toBe(1);
  });

  test('a result of megabytes arrives whole', async () => {
    const agent = await launcher.launch(handyman([], { maxFrameBytes: 8_000_000 }));

    const answer = (await agent.run({ do: 'long', characters: 5_000_000 })) as string;

    expect(answer).toHaveLength(5_000_000);
    await agent.kill();
  });

  test('a message is acknowledged when the agent has heard it', async () => {
    const agent = await launch();

    await Promise.all([1, 2, 3].map((payload) => agent.send(payload)));

    expect(await agent.run({ do: 'state' })).toMatchObject({ heard: [1, 2, 3] });
  });

  test('what the agent sends is heard in order and acknowledged', async () => {
    const heard: unknown[] = [];
    const agent = await launch({ onMessage: (payload) => heard.push(payload) });
    const payloads = Array.from({ length: 100 }, (_, n) => n);

    expect(await agent.run({ do: 'send', payloads })).toBe('acknowledged');

    expect(heard).toEqual(payloads);
  });

  test('ping tells the round trip, and reset reaches onReset', async () => {
    const agent = await launch();

    expect(await agent.ping()).toBeGreaterThan(0);
    await agent.reset();
    await agent.reset();

    expect(await agent.run({ do: 'state' })).toMatchObject({ resets: 2 });
  });

  test('a deadline cancels a task that listens, and the agent goes on', async () => {
    const agent = await launch();

    await rejection(agent.run({ do: 'untilAborted' }, { deadlineMs: 30 }), DeadlineError);

    expect(await agent.run({ do: 'state' })).toMatchObject({ aborted: 1 });
  });

  test.each(['never', 'spin'])(
    'a deadline kills an agent that holds on to its task: %s',
    async (job) => {
      const agent = await launcher.launch(handyman([], { cancelGraceMs: 50 }));

      await rejection(agent.run({ do: job }, { deadlineMs: 50 }), DeadlineError);

      expect(await agent.exited).toMatchObject({ code: null, signal: 'SIGKILL' });
      expect(isRunning(agent.pid)).toBe(false);
    },
  );

  test('a signal cancels a task with its reason', async () => {
    const agent = await launch();
    const controller = new AbortController();
    const running = agent.run({ do: 'untilAborted' }, { signal: controller.signal });
    const reason = new Error('enough');

    controller.abort(reason);

    await expect(running).rejects.toBe(reason);
    expect(await agent.run({ do: 'state' })).toMatchObject({ aborted: 1 });
  });

  test('what it prints is handed on line by line, from both streams', async () => {
    const lines: string[] = [];
    const agent = await launch({
      onOutput: (line, stream) => void lines.push(`${stream} ${line}`),
    });

    await agent.run({ do: 'print', stream: 'stdout', lines: ['one', 'two'] });
    await agent.run({ do: 'print', stream: 'stderr', lines: ['three'] });
    const { stderr } = await agent.stop();

    const expected = ['stdout one', 'stdout two', 'stderr three', 'stderr left in order'];
    expect(lines.toSorted()).toEqual(expected.toSorted());
    expect(stderr).toEqual(['three', 'left in order']);
  });

  test('a flood of output is read to its last line, and tasks are answered meanwhile', async () => {
    const count = { stdout: 0, stderr: 0 };
    const agent = await launch({ onOutput: (_line, stream) => void count[stream]++ });

    await agent.run({ do: 'flood', bytes: 8 * 1_048_576 });
    expect(await agent.run({ do: 'say', value: 1 })).toBe(1);
    await agent.stop({ graceMs: 20_000 });

    expect(count).toEqual({ stdout: 8_192, stderr: 8_193 });
  });

  test('a flood that nobody listens to does not stop the agent', async () => {
    const agent = await launch();

    await agent.run({ do: 'flood', bytes: 4 * 1_048_576 });

    expect(await agent.stop({ graceMs: 20_000 })).toMatchObject({ code: 0, because: 'stop' });
  });

  test('a hundred at once are a hundred processes, each with an answer of its own', async () => {
    const before = launcher.stats();
    const agents = await Promise.all(
      Array.from({ length: 100 }, () => launcher.launch(handyman())),
    );

    expect(new Set(agents.map(({ pid }) => pid)).size).toBe(100);
    expect(new Set(agents.map(({ id }) => id)).size).toBe(100);
    expect(agents.map(({ start }) => start.kind)).toEqual(agents.map(() => kind));
    const answers = await Promise.all(
      agents.map((agent) => agent.run({ do: 'say', value: agent.id })),
    );
    expect(answers).toEqual(agents.map(({ id }) => id));
    expect(launcher.stats()).toMatchObject({
      launched: before.launched + 100,
      failed: before.failed,
      live: before.live + 100,
    });
    await Promise.all(agents.map((agent) => agent.kill()));
    await until('none is counted', () => launcher.stats().live === before.live);
  });
});
