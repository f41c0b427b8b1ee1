import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createExecLauncher, LaunchError } from '../src/index.ts';
import type { AgentSpec } from '../src/launchers/spec.ts';
import { isRunning, processesOfRun, runTokenOf } from '../../../tooling/testing/processes.ts';
import { handyman, HANDYMAN, rawAgent } from '../../../tooling/testing/specs.ts';
import { open } from './fixtures/launch.ts';
import { fixture, GET_READY, SERVE, shell } from './fixtures/specs.ts';
import { until } from '../../../tooling/testing/until.ts';

const slow = { module: fixture('slow-start'), args: ['60000'] };
/** So that no deadline ends what an abort must end. */
const patient = (spec: AgentSpec): AgentSpec => ({ ...spec, helloDeadlineMs: 3_600_000 });
const stdio = shell(`${GET_READY} ${SERVE}`);

test.each([
  ['a module', handyman(), 'src'],
  ['a command', stdio, undefined],
])('%s becomes ready, and its phases add up', async (_what, spec, origin) => {
  const launcher = await open();

  const agent = await launcher.launch(spec);

  const { phases } = agent;
  const moments = [phases.requestedAtMs, phases.spawnedAtMs, phases.helloAtMs, phases.readyAtMs];
  expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  expect(phases.spawnMs + phases.helloMs + phases.initMs).toBeCloseTo(phases.readyMs, 6);
  expect(phases.readyMs).toBeCloseTo(phases.readyAtMs - phases.requestedAtMs, 6);
  expect(agent).toMatchObject({ id: 'agent-1', incarnation: 1, origin, state: { kind: 'ready' } });
  expect(agent.start).toEqual({ kind: 'cold' });
  expect(isRunning(agent.pid)).toBe(true);
  expect(launcher.stats()).toMatchObject({ launched: 1, failed: 0, live: 1 });
});

test('the clock that a launcher is given is the one that counts', async () => {
  let now = 0;
  await using launcher = await createExecLauncher({ clock: { now: () => (now += 10) } });

  const { phases } = await launcher.launch(stdio);

  expect(phases).toMatchObject({ spawnMs: 10, helloMs: 10, initMs: 10, readyMs: 30 });
});

// The coordinator may hear a hello late, and what it hears late it takes for boot.
test.each([[['1000']], [['1000', '--blocking']]])(
  'onStart counts as initialization: %j',
  async (args) => {
    const launcher = await open();

    const { phases } = await launcher.launch({ ...slow, args });

    expect(phases.initMs).toBeGreaterThan(800);
  },
);

test('a relative module is taken from the coordinator, not from the agent', async () => {
  const launcher = await open();
  const module = relative(process.cwd(), fileURLToPath(HANDYMAN));

  const agent = await launcher.launch({ module, cwd: '/', args: ['a b', '$HOME', ';'] });

  expect(await agent.run({ do: 'argv' })).toMatchObject({ cwd: '/', argv: ['a b', '$HOME', ';'] });
});

test('an agent may say a hundred things in one breath with ready', async () => {
  const launcher = await open();
  const heard: unknown[] = [];
  const frames = Array.from(
    { length: 100 },
    (_, n) => `{"type":"message","seq":${n},"payload":${n}}`,
  );

  const agent = await launcher.launch(rawAgent(['hello', '{"type":"ready"}', ...frames]), {
    onMessage: (payload) => heard.push(payload),
  });

  await until('all are heard', () => heard.length === 100);
  expect(heard).toEqual(frames.map((_, n) => n));
  expect(agent.state.kind).toBe('ready');
});

test('what an agent prints is handed on, line by line', async () => {
  const launcher = await open();
  const lines: string[] = [];
  const onOutput = (line: string, stream: string): void => void lines.push(`${stream}: ${line}`);
  const agent = await launcher.launch(handyman(), { onOutput });

  await agent.run({ do: 'print', lines: ['yyy'], stream: 'stdout' });
  await agent.stop();

  expect(lines.toSorted()).toEqual(['stderr: left in order', 'stdout: yyy']);
});

test('a signal that was aborted before starts nothing', async () => {
  const launcher = await open();
  const reason = new Error('before');

  await expect(launcher.launch(slow, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(launcher.stats()).toMatchObject({ failed: 0, live: 0 });
});

test.each(['at once', 'before hello', 'before ready'])(
  'an abort %s leaves nothing',
  async (when) => {
    const launcher = await open();
    const probe = await launcher.launch(stdio);
    const runToken = runTokenOf(probe.pid);
    const controller = new AbortController();
    const reason = new Error('enough');
    const spec = patient(when === 'before hello' ? rawAgent(['--stay']) : slow);
    const launching = launcher.launch(spec, { id: 'x', signal: controller.signal });
    launching.catch(() => undefined);
    if (when !== 'at once') {
      await until('its process lives', () => launcher.stats().live === 2);
    }

    controller.abort(reason);

    await expect(launching).rejects.toBe(reason);
    expect(launcher.stats()).toMatchObject({ launched: 1, failed: 1, live: 1 });
    expect(processesOfRun(runToken)).toEqual([probe.pid]);
    await expect(launcher.launch(stdio, { id: 'x' })).resolves.toMatchObject({ id: 'x' });
  },
);

test('one abort ends every launch that shares its signal, and nobody warns of it', async () => {
  const launcher = await open();
  const controller = new AbortController();
  const reason = new Error('enough of all');
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const launches = Array.from({ length: 12 }, () =>
    launcher.launch(patient(shell('sleep 60')), { signal: controller.signal }),
  );
  const outcomes = Promise.allSettled(launches);
  await until('they live', () => launcher.stats().live === launches.length);

  controller.abort(reason);

  expect(await outcomes).toEqual(launches.map(() => ({ status: 'rejected', reason })));
  expect(launcher.stats()).toMatchObject({ failed: launches.length, live: 0 });
  expect(warnings).toEqual([]);
});

test('an id that lives is refused, also while its first launch is under way', async () => {
  const launcher = await open();
  const first = launcher.launch(handyman(), { id: 'same' });

  await expect(launcher.launch(handyman(), { id: 'same' })).rejects.toThrow(
    '`id` must not be in use: agent same is requested',
  );
  const agent = await first;
  await expect(launcher.launch(handyman(), { id: 'same' })).rejects.toThrow('agent same is ready');
  expect(await agent.run({ do: 'say', value: 1 })).toBe(1);
  await agent.kill();
  await expect(launcher.launch(stdio, { id: 'same' })).resolves.toMatchObject({ incarnation: 2 });
});

test('an id is free again after a launch that failed', async () => {
  const launcher = await open();

  for (const spec of [{ command: 'no-such-command' }, shell('exit 1')]) {
    await expect(launcher.launch(spec, { id: 'x' })).rejects.toBeInstanceOf(LaunchError);
  }

  await expect(launcher.launch(stdio, { id: 'x' })).resolves.toMatchObject({ id: 'x' });
});

test('an agent without a name never collides with one that was given such a name', async () => {
  const launcher = await open();

  await launcher.launch(stdio, { id: 'agent-2' });

  await expect(launcher.launch(stdio)).resolves.toMatchObject({ id: 'agent-3', incarnation: 3 });
});

test('a frame of a replaced incarnation is dropped and counted', async () => {
  const launcher = await open();
  const heard: unknown[] = [];
  const old = await launcher.launch(
    shell(
      `${GET_READY} while read -r line; do :; done; echo '{"type":"message","seq":1}'; sleep 60`,
    ),
    { id: 'same', onMessage: (payload) => heard.push(payload) },
  );
  const stopped = old.stop({ graceMs: 20_000 });
  const replacement = await launcher.launch(stdio, { id: 'same' });

  await until('the late frame is counted', () => launcher.stats().late === 1);

  expect(heard).toEqual([]);
  expect(replacement.incarnation).toBeGreaterThan(old.incarnation);
  expect(replacement.state.kind).toBe('ready');
  await old.kill();
  await stopped;
  await expect(replacement.run('still there')).resolves.toMatchObject({ payload: 'still there' });
});

test('a launcher that is closed launches nothing, and is closed once', async () => {
  const launcher = await open();
  const agent = await launcher.launch(stdio);

  await Promise.all([launcher.close(), launcher.close()]);
  await launcher.close();

  expect(await agent.exited).toMatchObject({ because: 'its launcher was closed' });
  expect(isRunning(agent.pid)).toBe(false);
  await expect(launcher.launch(stdio)).rejects.toThrow('the launcher is closed');
});

test('a close during launches rejects each of them and leaves nothing', async () => {
  const launcher = await open();
  const probe = await launcher.launch(stdio);
  const runToken = runTokenOf(probe.pid);
  const launches = [slow, stdio, rawAgent(['--stay']), shell('sleep 60')].map((spec) =>
    launcher.launch(spec),
  );
  const reasons: unknown[] = [];
  for (const launching of launches) launching.catch((reason: unknown) => reasons.push(reason));

  await launcher.close();

  expect(processesOfRun(runToken)).toEqual([]);
  expect(launcher.stats().live).toBe(0);
  expect(reasons).toEqual(launches.map(() => new Error('the launcher was closed')));
});
