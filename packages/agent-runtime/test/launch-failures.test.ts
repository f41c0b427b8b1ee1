import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecLauncher, type Launcher, LaunchError, ProtocolError } from '../src/index.ts';
import type { AgentSpec } from '../src/launchers/spec.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { processesOfRun, runTokenOf } from '../../../tooling/testing/processes.ts';
import { handyman, PATIENT, rawAgent } from '../../../tooling/testing/specs.ts';
import { fixture, GET_READY, SAY_HELLO, shell } from './fixtures/specs.ts';
import { until } from '../../../tooling/testing/until.ts';

let launcher: Launcher;
let runToken: string;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'failures-'));
  launcher = await createExecLauncher();
  // Not `exec cat`: in the middle of an exec a process shows no environment.
  const probe = await launcher.launch(shell(`${GET_READY} cat; exit`));
  runToken = runTokenOf(probe.pid);
  await probe.kill();
});
afterAll(async () => {
  await launcher.close();
  await rm(directory, { recursive: true });
});

/** Launches what must fail, and sees to it that nothing of it is left. */
async function failure(spec: AgentSpec): Promise<LaunchError> {
  const before = launcher.stats();
  const error = await rejection(launcher.launch(spec, { id: 'failing' }), LaunchError);
  expect(launcher.stats()).toMatchObject({ failed: before.failed + 1, live: 0 });
  await until('nothing of the agent is left', () => processesOfRun(runToken).length === 0);
  return error;
}

test.each<readonly [string, AgentSpec, string]>([
  ['a command that is not there', { command: 'no-such-command' }, 'ENOENT'],
  ['a path that is not there', { command: '/no/such/path' }, 'ENOENT'],
  ['a working directory that is not there', shell('true', { cwd: '/no/such/place' }), 'ENOENT'],
  ['a directory', { command: '/tmp' }, 'EACCES'],
])('%s fails at spawn', async (_what, spec, because) => {
  const error = await failure(spec);

  expect(error).toMatchObject({ phase: 'spawn', agentId: 'failing', exit: undefined });
  expect(error.message).toContain('agent failing did not become ready (spawn)');
  expect(error.message).toContain(because);
  expect(error.cause).toBeInstanceOf(Error);
});

test('a file that may not be run fails at spawn', async () => {
  const path = join(directory, 'not-executable');
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o644);

  expect(await failure({ command: path })).toMatchObject({
    phase: 'spawn',
    cause: { code: 'EACCES' },
  });
});

test('an exit before hello tells code and last words', async () => {
  const error = await failure(shell('echo one >&2; echo two >&2; exit 7', { stderrLines: 1 }));

  expect(error).toMatchObject({ phase: 'hello', exit: { code: 7, stderr: ['two'] } });
  expect(error.message).toBe(
    'agent failing did not become ready (hello): exit code 7\n  last lines of its stderr:\n  | two',
  );
});

test('an exit between hello and ready tells so', async () => {
  const error = await failure(shell(`${SAY_HELLO} echo no more >&2; exit 8`));

  expect(error).toMatchObject({ phase: 'ready', exit: { code: 8, stderr: ['no more'] } });
});

test.each([
  ['is another', ['--build', '1.4.1'], 'is build 1.4.1'],
  ['does not say', [], 'does not say which build it is'],
])('an agent whose build %s is refused', async (_how, args, said) => {
  const refused = await failure(handyman(args, { build: '1.4.2' }));
  expect(refused).toMatchObject({ phase: 'hello', cause: { fault: 'wrong build' } });
  expect(refused.message).toContain(`${said}, and build 1.4.2 is wanted`);
});

test('an agent of the build that is wanted is welcome, and one of any where none is named', async () => {
  const args = ['--build', '1.4.2'];
  for (const spec of [handyman(args, { build: '1.4.2' }), handyman(args)]) {
    const agent = await launcher.launch(spec);
    expect(agent.state.kind).toBe('ready');
    await agent.kill();
  }
});

test('a module that does not parse shows its error', async () => {
  const path = join(directory, 'broken.mjs');
  await writeFile(path, 'this is no JavaScript');

  const error = await failure({ ...PATIENT, module: path });

  expect(error).toMatchObject({ phase: 'hello', exit: { code: 1 } });
  expect(error.message).toContain('SyntaxError');
});

test('a module that is not there shows its error', async () => {
  expect((await failure({ ...PATIENT, module: '/no/such/module.ts' })).message).toContain(
    'MODULE_NOT_FOUND',
  );
});

test.each([[[]], [['--late']]])('an onStart that throws shows its error: %j', async (args) => {
  const error = await failure({ ...PATIENT, module: fixture('bad-start'), args });

  expect(error).toMatchObject({ phase: 'ready', exit: { code: 1 } });
  expect(error.message).toContain('Error: the model file is missing');
});

const HELLO = 'no hello within 300 ms';
const READY = 'no ready within 300 ms';
test.each<readonly [string, AgentSpec, 'hello' | 'ready', string]>([
  ['a silent command', shell('sleep 60'), 'hello', HELLO],
  ['a command that never reads its input', { command: 'sleep', args: ['60'] }, 'hello', HELLO],
  ['a deaf command', shell("trap '' TERM; sleep 60; sleep 60"), 'hello', HELLO],
  ['a silent module', rawAgent(['--stay']), 'hello', HELLO],
  ['a module with a wrong token', rawAgent(['hello:{"token":"x"}', '--stay']), 'hello', HELLO],
  ['a module of another id', rawAgent(['hello:{"agent":"x"}', '--stay']), 'hello', HELLO],
  ['a module that is ready before hello', rawAgent(['{"type":"ready"}', '--stay']), 'hello', HELLO],
  ['a command that is never ready', shell(`${SAY_HELLO} sleep 60`), 'ready', READY],
  ['a module that is never ready', rawAgent(['hello', '--stay']), 'ready', READY],
])('%s runs into its deadline', async (_what, spec, phase, because) => {
  const deadline = phase === 'ready' ? { readyDeadlineMs: 300 } : { helloDeadlineMs: 300 };
  const error = await failure({ ...spec, ...deadline });

  expect(error).toMatchObject({ phase, exit: { signal: 'SIGKILL', because } });
  expect(error.message).toContain(because);
});

const messages = Array.from({ length: 100 }, (_, seq) => `{"type":"message","seq":${seq}}`);
const long = `{"type":"${'x'.repeat(2_000)}"}`;
test.each<readonly [string, AgentSpec, 'hello' | 'ready', string]>([
  [
    'garbage before hello',
    shell('echo Loading...; sleep 60'),
    'hello',
    'malformed frame: not JSON: Loading...',
  ],
  [
    'ready before hello',
    shell(`echo '{"type":"ready"}'; sleep 60`),
    'hello',
    'out of order frame: ready before hello',
  ],
  [
    'a wrong token',
    shell(`MUSTER_TOKEN=x; ${GET_READY} sleep 60`),
    'hello',
    'malformed frame: hello must repeat',
  ],
  [
    'a wrong id',
    shell(`MUSTER_AGENT=x; ${GET_READY} sleep 60`),
    'hello',
    'malformed frame: hello must repeat',
  ],
  [
    'a wrong incarnation',
    shell(`MUSTER_INCARNATION=0; ${GET_READY} sleep 60`),
    'hello',
    'malformed frame: hello must repeat',
  ],
  [
    'a line that never ends',
    shell("trap '' PIPE; while :; do printf xxxxxxxxxxxxxxxx; done"),
    'hello',
    'too large frame: a line exceeds 1000 bytes',
  ],
  [
    'another version, from a module',
    rawAgent(['hello:{"protocol":2}', '--stay']),
    'hello',
    'wrong version frame: the agent speaks protocol 2',
  ],
  [
    'hello twice',
    rawAgent(['hello', 'hello', '--stay']),
    'ready',
    'out of order frame: hello before ready',
  ],
  [
    'messages before ready',
    rawAgent(['hello', ...messages, '--stay']),
    'ready',
    'out of order frame: message before ready',
  ],
  [
    'a frame beyond its maximum',
    rawAgent(['hello', long, '--stay']),
    'ready',
    'too large frame: a line exceeds 1000 bytes',
  ],
  [
    'a closed channel',
    rawAgent(['hello', '--close', '--stay']),
    'ready',
    'its channel closed before ready',
  ],
])('%s ends the agent at once', async (_what, spec, phase, because) => {
  const error = await failure({ ...spec, maxFrameBytes: 1_000 });

  expect(error.phase).toBe(phase);
  expect(error.message).toContain(because);
  expect(error.exit).toMatchObject({ signal: 'SIGKILL' });
  expect(error.cause).toBeInstanceOf(because.startsWith('its channel') ? Error : ProtocolError);
});

test('another version, from a command, is refused by number', async () => {
  const script = `echo '{"type":"hello","protocol":2,"agent":"a","incarnation":1,"token":"t"}'; sleep 60`;

  expect(await failure(shell(script))).toMatchObject({ cause: { fault: 'wrong version' } });
});
