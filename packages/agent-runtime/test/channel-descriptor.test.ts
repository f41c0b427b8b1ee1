import type { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { createExecLauncher, type Launcher } from '../src/index.ts';
import { createLauncher, parseSpec, type StartRequest } from '../src/launchers/kit.ts';
import { pipedSource, startWithChannel } from './fixtures/piped-source.ts';
import { environmentOf } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { fixture } from './fixtures/specs.ts';

async function open(): Promise<Launcher> {
  const launcher = await createLauncher({ name: 'piped', open: async () => pipedSource });
  onTestFinished(() => launcher.close());
  return launcher;
}

test('an agent serves over the descriptor it was given', async () => {
  const launcher = await open();
  const heard: unknown[] = [];

  const agent = await launcher.launch(handyman(), { onMessage: (payload) => heard.push(payload) });

  expect(await agent.run({ do: 'say', value: 'x'.repeat(200_000) })).toHaveLength(200_000);
  await agent.run({ do: 'send', payloads: [1, 2, 3] });
  expect(heard).toEqual([1, 2, 3]);
  expect(environmentOf(agent.pid)).not.toHaveProperty('MUSTER_SOCKET');
  expect(await agent.run({ do: 'environment' })).not.toHaveProperty('MUSTER_CHANNEL');
});

test('what it still has to say when it is stopped is heard', async () => {
  const launcher = await open();
  const agent = await launcher.launch(handyman(['--slow-stop']));
  // Stopped, it sees the end of its input before this answer is due, and takes 100 ms to leave.
  const late = agent.run({ do: 'later', value: 'after all', ms: 50 });
  await agent.ping();

  const exit = await agent.stop({ graceMs: 20_000 });

  expect(await late).toBe('after all');
  expect(exit).toMatchObject({ code: 0, because: 'stop' });
});

test('the descriptor wins over a socket, and neither is seen by the agent', async () => {
  await using launcher = await createLauncher({
    name: 'both',
    open: async () => ({
      ...pipedSource,
      start: (request) =>
        startWithChannel({ ...request, env: { ...request.env, MUSTER_SOCKET: '/no/such/socket' } }),
    }),
  });

  const agent = await launcher.launch(handyman());

  const own = Object.keys((await agent.run({ do: 'environment' })) as object);
  expect(own.filter((name) => name.startsWith('MUSTER_'))).toEqual(['MUSTER_RUN']);
});

test('an agent whose descriptor was closed at the other end leaves', async () => {
  const identity = { id: 'a', incarnation: 1, token: 't' };
  const env = { MUSTER_AGENT: 'a', MUSTER_INCARNATION: '1', MUSTER_TOKEN: 't' };
  const cold: StartRequest['cold'] = () => Promise.reject(new Error('not here'));
  // One that would not leave by itself: its start goes on for a minute.
  const spec = parseSpec({ module: fixture('slow-start'), args: ['60000'] });
  const { process: child, channel } = await startWithChannel({ spec, identity, env, cold });
  onTestFinished(() => void child.signal('SIGKILL'));
  await new Promise((resolve) => channel!.once('data', resolve));

  (channel as Duplex).destroy();

  expect(await child.ended).toEqual({ code: 0, signal: null });
});

test.each([
  [[], 1],
  [['--on-start'], 2],
])('with %j hello and ready go out in so many writes: %i', async (args, writes) => {
  const spec = { module: fixture('counted-writes'), args };
  await using cold = await createExecLauncher();
  const piped = await open();

  expect(await (await cold.launch(spec)).run()).toBe(writes);
  expect(await (await piped.launch(spec)).run()).toBe(writes);
});
