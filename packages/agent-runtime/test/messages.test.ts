import { expect, test } from 'vitest';
import { AgentExitedError, TaskError } from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { GET_READY, shell } from './fixtures/specs.ts';
import { launch } from './fixtures/launch.ts';

test('messages to an agent arrive in order, and each is acknowledged', async () => {
  const agent = await launch();
  const payloads = Array.from({ length: 50 }, (_, n) => ({ n }));

  await Promise.all(payloads.map((payload) => agent.send(payload)));

  expect(await agent.run({ do: 'state' })).toMatchObject({ heard: payloads });
});

test('messages from an agent arrive in order, and each is acknowledged', async () => {
  const heard: unknown[] = [];
  const agent = await launch(handyman(), { onMessage: (payload) => heard.push(payload) });
  const payloads = Array.from({ length: 50 }, (_, n) => n);

  expect(await agent.run({ do: 'send', payloads })).toBe('acknowledged');
  expect(heard).toEqual(payloads);
});

test('messages are acknowledged where nobody listens for them', async () => {
  const agent = await launch();

  expect(await agent.run({ do: 'send', payloads: [1, 2] })).toBe('acknowledged');
});

test('an agent may say much in the moment it is ready', async () => {
  const heard: unknown[] = [];
  const agent = await launch(handyman(['--talkative']), {
    onMessage: (payload) => heard.push(payload),
  });

  await agent.ping();

  expect(heard).toEqual(Array.from({ length: 200 }, (_, n) => n));
});

test('a message whose handler throws ends the agent with that error in sight', async () => {
  const agent = await launch();

  const error = await rejection(agent.send('unbearable'), AgentExitedError);

  expect(error.exit.code).toBe(1);
  expect(error.message).toContain('the message was unbearable');
});

test('a ping takes some time and comes back', async () => {
  const agent = await launch();

  const roundTripMs = await agent.ping();

  expect(roundTripMs).toBeGreaterThan(0);
  expect(agent.unanswered).toBe(0);
});

test('a reset resolves when onReset has run', async () => {
  const agent = await launch();

  await agent.reset();
  await agent.reset();

  expect(await agent.run({ do: 'state' })).toMatchObject({ resets: 2 });
});

test('a reset rejects when onReset throws, and the agent lives on', async () => {
  const agent = await launch(handyman(['--bad-reset']));

  const error = await rejection(agent.reset(), TaskError);

  expect(error.message).toBe('cannot forget');
  expect(agent.state.kind).toBe('ready');
});

test.each([
  ['an answer that nobody asked for', '{"type":"result","id":99}', 'result for 99'],
  ['an answer of the wrong kind', '{"type":"pong","id":1}', 'pong for 1'],
  ['an acknowledgement of a task', '{"type":"ack","seq":1}', 'ack for 1'],
  ['a second answer', '{"type":"result","id":1}\\n{"type":"result","id":1}', 'result for 1'],
  [
    'a second hello',
    '{"type":"hello","protocol":1,"agent":"a","incarnation":1,"token":"t"}',
    'hello',
  ],
  ['a second ready', '{"type":"ready"}', 'ready from an agent that is ready'],
])('%s is out of order and ends the agent', async (_what, frames, detail) => {
  const agent = await launch(shell(`${GET_READY} read -r task; printf '${frames}\\n'; sleep 60`));
  agent.run('a task').catch(() => undefined);

  const exit = await agent.exited;

  expect(exit.because).toMatch(/^out of order frame: /);
  expect(exit.because).toContain(detail);
  expect(exit.signal).toBe('SIGKILL');
});

test.each([
  ['garbage', 'echo garbage', 'malformed frame: not JSON: garbage'],
  ['a frame too large', 'printf %05000d 7', 'too large frame: a line exceeds 1000 bytes'],
  ['its standard output closed', 'exec 1>&-', 'its channel closed'],
])('after %s the agent is ended and what it was asked rejected', async (_what, code, because) => {
  const spec = shell(`${GET_READY} read -r task; ${code}; sleep 60`, { maxFrameBytes: 1_000 });
  const agent = await launch(spec);

  const error = await rejection(agent.run('a task'), AgentExitedError);

  expect(error.exit).toMatchObject({ signal: 'SIGKILL', because });
});
