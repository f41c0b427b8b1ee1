import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { LaunchError } from '../src/index.ts';
import {
  createLauncher,
  type LauncherRun,
  parseSpec,
  type ProcessSource,
  type StartRequest,
} from '../src/launchers/kit.ts';
import { socketPathIn } from '../src/process/run-directory.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { pipedSource, startWithChannel } from './fixtures/piped-source.ts';
import { guardsOf, isRunning, openDescriptors } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { GET_READY, SERVE, shell } from './fixtures/specs.ts';
import { until } from '../../../tooling/testing/until.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A launcher around `source`, and the run that the source was given. */
async function open(source: Partial<ProcessSource> = {}) {
  let run: LauncherRun | undefined;
  const launcher = await createLauncher({
    name: 'test',
    open: async (given) => {
      run = given;
      return { ...pipedSource, ...source };
    },
  });
  onTestFinished(() => launcher.close().catch(() => undefined));
  return { launcher, run: run! };
}

async function ownTemporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sources-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  vi.stubEnv('TMPDIR', directory);
  return directory;
}

/** A shell agent that speaks at the descriptor of its channel; its standard output is free. */
const spokenAtChannel = (script: string): string => `exec 4>&1 <&3 >&3; ${script}`;

test('a launcher has the name it was given, and an agent the start that its source tells', async () => {
  const { launcher } = await open();

  const agent = await launcher.launch(handyman());

  expect(launcher.name).toBe('test');
  expect(agent.start).toEqual({ kind: 'forked' });
  expect(launcher.stats()).toMatchObject({ launched: 1, live: 1 });
});

test.each([
  ['a module', handyman()],
  ['a command', shell(`${GET_READY} ${SERVE}`)],
])('%s can be started cold after all, and says why', async (_what, spec) => {
  const { launcher } = await open({ start: (request) => request.cold('the template is gone') });

  const agent = await launcher.launch(spec);

  expect(agent.start).toEqual({ kind: 'cold', because: 'the template is gone' });
  expect(isRunning(agent.pid)).toBe(true);
  expect(launcher.stats()).toMatchObject({ launched: 1, live: 1 });
});

test('a command may have a channel of its own, and its output is handed on', async () => {
  const { launcher } = await open();
  const heard: unknown[] = [];
  const script = spokenAtChannel(`${GET_READY} echo printed >&4; echo complained >&2; ${SERVE}`);

  const agent = await launcher.launch(shell(script), {
    onOutput: (line, stream) => heard.push([stream, line]),
  });

  await expect(agent.run('x')).resolves.toMatchObject({ payload: 'x' });
  await until('both lines are heard', () => heard.length === 2);
  expect(heard).toEqual(
    expect.arrayContaining([
      ['stdout', 'printed'],
      ['stderr', 'complained'],
    ]),
  );
});

test('a module with a channel of its own is not awaited at the socket', async () => {
  let hello = {};
  const { launcher, run } = await open({
    start: (request) => {
      const { id: agent, incarnation, token } = request.identity;
      hello = { type: 'hello', protocol: 1, agent, incarnation, token };
      return startWithChannel({ ...request, spec: parseSpec(shell('sleep 60')) });
    },
  });
  launcher.launch(handyman()).catch(() => undefined);
  await until('it lives', () => launcher.stats().live === 1);

  const socket = connect(socketPathIn(run.directory));
  socket.write(`${JSON.stringify(hello)}\n`);
  socket.resume();
  await new Promise((resolve) => socket.once('close', resolve));

  expect(launcher.stats()).toMatchObject({ refusedConnections: 1, late: 1, live: 1 });
});

test('what a source cannot start fails at spawn with its error, and the id is free', async () => {
  const refusal = new Error('no more forks');
  const start = vi
    .fn<ProcessSource['start']>(startWithChannel)
    .mockRejectedValueOnce(refusal)
    .mockImplementationOnce(() => {
      throw refusal;
    });
  const { launcher } = await open({ start });

  for (let round = 0; round < 2; round++) {
    const error = await rejection(launcher.launch(handyman(), { id: 'x' }), LaunchError);
    expect(error).toMatchObject({ phase: 'spawn', exit: undefined, cause: refusal });
    expect(error.message).toContain('no more forks');
  }
  await expect(launcher.launch(handyman(), { id: 'x' })).resolves.toMatchObject({ id: 'x' });
});

test('a process without any channel fails at hello and is killed', async () => {
  let pid = 0;
  const { launcher } = await open({
    start: async (request) => {
      const { process: child } = await startWithChannel(request);
      ({ pid } = child);
      return { process: child, start: { kind: 'forked' } };
    },
  });

  const error = await rejection(launcher.launch(shell('sleep 60')), LaunchError);

  expect(error).toMatchObject({ phase: 'hello', exit: { signal: 'SIGKILL' } });
  expect(error.message).toContain('it was started without a channel');
  expect(isRunning(pid)).toBe(false);
});

test('a source is given what its processes need, and no variable that names a channel', async () => {
  const requests: StartRequest[] = [];
  const { launcher, run } = await open({
    start: (request) => {
      requests.push(request);
      return startWithChannel(request);
    },
  });

  const agent = await launcher.launch(handyman([], { env: { OWN: '1', MUSTER_CHANNEL: '9' } }));

  const { env, identity, spec } = requests[0]!;
  expect(env).toMatchObject({
    OWN: '1',
    PATH: process.env['PATH'],
    MUSTER_RUN: run.token,
    MUSTER_AGENT: agent.id,
    MUSTER_INCARNATION: '1',
    MUSTER_TOKEN: identity.token,
    MUSTER_MAX_FRAME_BYTES: String(spec.maxFrameBytes),
  });
  expect(env).not.toHaveProperty('MUSTER_CHANNEL');
  expect(env).not.toHaveProperty('MUSTER_SOCKET');
  expect(identity).toMatchObject({ id: agent.id, incarnation: agent.incarnation });
});

test('a channel is destroyed with its process, though a descendant holds the other end', async () => {
  const channels: Duplex[] = [];
  const { launcher } = await open({
    start: async (request) => {
      const started = await startWithChannel(request);
      channels.push(started.channel!);
      return started;
    },
  });
  const survivor = 'setsid sleep 1000 & ';
  const silent = shell(`${survivor} sleep 1000`, { helloDeadlineMs: 200 });
  const agent = await launcher.launch(shell(spokenAtChannel(`${survivor} ${GET_READY} ${SERVE}`)));
  const error = await rejection(launcher.launch(silent), LaunchError);

  await agent.kill();

  expect(error.message).toContain('no hello within 200 ms');
  await until('both are closed', () => channels.every(({ destroyed }) => destroyed));
  expect(channels).toHaveLength(2);
});

test('the guard watches every process but those that are guarded', async () => {
  let guarded: true | undefined;
  const { launcher, run } = await open({
    start: async (request) => ({ ...(await startWithChannel(request)), guarded }),
  });
  const watch = vi.spyOn(run.guard, 'watch');

  const watched = await launcher.launch(handyman());
  guarded = true;
  await launcher.launch(handyman());

  expect(watch.mock.calls).toEqual([[watched.pid]]);
});

test('a source that cannot be opened leaves nothing and says why', async () => {
  const temporary = await ownTemporaryDirectory();
  const descriptors = openDescriptors().toSorted();
  const refusal = new Error('no native build');
  let directory = '';
  const opening = createLauncher({
    name: 'test',
    open: (run) => {
      ({ directory } = run);
      return Promise.reject(refusal);
    },
  });

  await expect(opening).rejects.toBe(refusal);

  expect(directory).toContain(temporary);
  expect(await readdir(temporary)).toEqual([]);
  expect(guardsOf(directory)).toEqual([]);
  await until(
    'every descriptor is closed',
    () => openDescriptors().toSorted().join() === descriptors.join(),
  );
});

test('a source is closed once, when its agents are dead and the guard still stands', async () => {
  await ownTemporaryDirectory();
  const seen: unknown[] = [];
  const { launcher, run } = await open({
    close: async () => {
      seen.push({ alive: isRunning(agent.pid), guards: guardsOf(run.directory).length });
    },
  });
  const agent = await launcher.launch(handyman());

  await Promise.all([launcher.close(), launcher.close()]);

  expect(seen).toEqual([{ alive: false, guards: 1 }]);
  expect(guardsOf(run.directory)).toEqual([]);
});

test('a source that fails to close keeps nothing else from being closed', async () => {
  const temporary = await ownTemporaryDirectory();
  const { launcher, run } = await open({ close: () => Promise.reject(new Error('stuck')) });
  const agent = await launcher.launch(handyman());

  await expect(launcher.close()).rejects.toThrow('stuck');

  expect(isRunning(agent.pid)).toBe(false);
  expect(guardsOf(run.directory)).toEqual([]);
  expect(await readdir(temporary)).toEqual([]);
});

test('a process that comes to life when its launcher is closed is ended', async () => {
  const gate = Promise.withResolvers<void>();
  let pid = 0;
  const { launcher } = await open({
    start: async (request) => {
      await gate.promise;
      const started = await startWithChannel(request);
      ({ pid } = started.process);
      return started;
    },
  });
  const launching = launcher.launch(handyman());
  launching.catch(() => undefined);

  const closing = launcher.close();
  gate.resolve();
  await closing;

  await expect(launching).rejects.toThrow('the launcher was closed');
  expect(pid).toBeGreaterThan(0);
  expect(isRunning(pid)).toBe(false);
});
