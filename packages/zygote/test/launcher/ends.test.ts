/** However an agent ends, its coordinator is told the same, and nothing of it is left. */
import {
  type Agent,
  AgentExitedError,
  type LaunchError,
  type Launcher,
} from '@muster/agent-runtime';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { groupOf, isRunning } from '../../../../tooling/testing/processes.ts';
import { handyman, rawAgent } from '../../../../tooling/testing/specs.ts';
import { CONTENDERS } from '../fixtures/launcher-specs.ts';
import { rejection } from '../../../../tooling/testing/rejection.ts';
import { until } from '../../../../tooling/testing/until.ts';

describe.each(CONTENDERS)('$name', ({ open }) => {
  let launcher: Launcher;
  beforeAll(async () => {
    launcher = await open();
  });
  afterAll(() => launcher.close());

  async function launch(args: string[] = []): Promise<Agent> {
    const agent = await launcher.launch(handyman(args));
    onTestFinished(() => agent.kill().then(() => undefined));
    return agent;
  }

  test('one that is stopped leaves by itself when its onStop is done', async () => {
    const agent = await launch();

    const exit = await agent.stop({ graceMs: 20_000 });

    expect(exit).toEqual({
      code: 0,
      signal: null,
      because: 'stop',
      cause: undefined,
      outOfMemory: false,
      stderr: ['left in order'],
    });
    expect(agent.state).toMatchObject({ kind: 'exited', exit });
    await expect(agent.exited).resolves.toBe(exit);
  });

  test('one that ignores stop gets SIGTERM after its grace', async () => {
    const agent = await launch(['--no-stop']);

    expect(await agent.stop({ graceMs: 30 })).toMatchObject({ signal: 'SIGTERM', because: 'stop' });
  });

  test('one that ignores SIGTERM too gets SIGKILL', async () => {
    const agent = await launch(['--no-stop']);
    await agent.run({ do: 'ignoreSigterm' });

    expect(await agent.stop({ graceMs: 30 })).toMatchObject({ signal: 'SIGKILL', because: 'stop' });
  });

  test.each(['spin', 'freeze'])(
    'one that cannot listen is stopped all the same: %s',
    async (job) => {
      const agent = await launch();
      agent.run({ do: job }).catch(() => undefined);
      await agent.ping({ deadlineMs: 100 }).catch(() => undefined);

      const exit = await agent.stop({ graceMs: 30 });

      // A handler of SIGTERM runs where the event loop does; without one the kernel ends it.
      expect(['SIGTERM', 'SIGKILL']).toContain(exit.signal);
    },
  );

  test('one that is killed is gone when that is told', async () => {
    const agent = await launch();

    const exit = await agent.kill('it was too slow');

    expect(exit).toMatchObject({ code: null, signal: 'SIGKILL', because: 'it was too slow' });
    expect(isRunning(agent.pid)).toBe(false);
    expect(await agent.kill()).toBe(exit);
    expect(await agent.stop()).toBe(exit);
  });

  test.each([0, 1, 3, 127, 255])('exit code %i is told', async (code) => {
    const agent = await launch();

    const error = await rejection(agent.run({ do: 'exit', code }), AgentExitedError);

    expect(error.exit).toMatchObject({ code, signal: null, because: undefined });
    expect(await agent.exited).toBe(error.exit);
  });

  test.each(['SIGSEGV', 'SIGABRT', 'SIGTERM', 'SIGKILL', 'SIGHUP', 'SIGUSR2', 'SIGPWR'] as const)(
    'a death by %s is told, with last words',
    async (signal) => {
      const agent = await launch();

      const running = agent.run({ do: 'crash', lastWords: 'alas', signal });
      const error = await rejection(running, AgentExitedError);

      expect(error.exit).toMatchObject({ code: null, signal, stderr: ['alas'] });
    },
  );

  test('an uncaught error is told: code 1, and its message on standard error', async () => {
    const agent = await launch();

    const running = agent.run({ do: 'throwLater', message: 'nobody saw this coming' });
    const error = await rejection(running, AgentExitedError);

    expect(error.exit.code).toBe(1);
    expect(error.exit.stderr.join('\n')).toContain('Error: nobody saw this coming');
  });

  test('an onMessage that throws ends it', async () => {
    const agent = await launch();

    await rejection(agent.send('unbearable'), AgentExitedError);

    expect(await agent.exited).toMatchObject({ code: 1 });
  });

  test('one that closes its channel and lives is killed', async () => {
    const spec = rawAgent(['hello', '{"type":"ready"}', '--close', '--stay']);
    const agent = await launcher.launch(spec);

    expect(await agent.exited).toMatchObject({ signal: 'SIGKILL', because: 'its channel closed' });
  });

  test('garbage on its channel ends it', async () => {
    const spec = rawAgent(['hello', '{"type":"ready"}', 'garbage', '--stay']);
    // What comes in one piece with its ready keeps it from becoming ready.
    const exit = await launcher.launch(spec).then(
      (agent) => agent.exited,
      (error: unknown) => (error as LaunchError).exit,
    );

    expect(exit?.because).toContain('malformed frame');
  });

  const families: readonly (readonly [string, string[]])[] = [
    ['plain', ['sleep', '60']],
    ['deaf to SIGTERM', ['/bin/sh', '-c', "trap '' TERM; sleep 60; sleep 60"]],
    ['without any environment', ['env', '-i', '/bin/sleep', '60']],
  ];
  const ends: readonly (readonly [string, (agent: Agent) => Promise<unknown>])[] = [
    ['is stopped', (agent) => agent.stop()],
    ['is killed', (agent) => agent.kill()],
    ['crashes', (agent) => agent.run({ do: 'crash', lastWords: '', signal: 'SIGSEGV' })],
    ['exits', (agent) => agent.run({ do: 'exit', code: 0 })],
  ];
  test.each(
    families.flatMap(([family, words]) => ends.map((end) => [family, ...end, words] as const)),
  )('what it started goes when it goes: %s, the agent %s', async (_family, _how, end, words) => {
    const agent = await launch();
    const started = (await agent.run({ do: 'start', words })) as number;
    expect(groupOf(agent.pid)).toContain(started);

    await end(agent).catch(() => undefined);
    await agent.exited;

    await until('its group is empty', () => groupOf(agent.pid).length === 0);
  });

  test('what holds its pipes does not keep it from being seen to exit', async () => {
    const agent = await launch();
    const options = { detached: true, stdio: 'inherit' };
    const words = ['sleep', '60'];
    const holder = (await agent.run({ do: 'start', words, options })) as number;
    onTestFinished(() => void process.kill(holder, 'SIGKILL'));

    expect(await agent.kill()).toMatchObject({ signal: 'SIGKILL' });

    expect(isRunning(holder)).toBe(true);
  });

  test('what it put into a session of its own goes when the launcher is closed', async () => {
    const other = await open();
    onTestFinished(() => other.close());
    const agent = await other.launch(handyman());
    const words = ['sleep', '60'];
    const options = { detached: true };
    const started = (await agent.run({ do: 'start', words, options })) as number;
    await agent.stop();
    expect(isRunning(started)).toBe(true);

    await other.close();

    await until('it is gone', () => !isRunning(started));
  });
});
