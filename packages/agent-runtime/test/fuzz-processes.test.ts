import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Agent, AgentExitedError, ProtocolError } from '../src/index.ts';
import { broken, cuts, torn } from './fixtures/broken-frames.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { isRunning } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { openWild, READY, rightHello, type WildAgent } from './fixtures/wild-agents.ts';

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => void server.close());
const { port } = server.address() as AddressInfo;

/** The coordinator's ends of the channels, newest last. */
const channels: Socket[] = [];
const wild = await openWild(async (cold) => {
  const accepted = once(server, 'connection');
  const stream = connect(port, '127.0.0.1').on('error', () => undefined);
  const [channel] = (await accepted) as [Socket];
  channels.push(channel);
  return { process: await cold(), channel, stream };
});
afterAll(() => wild.launcher.close());

async function launch(): Promise<WildAgent & { readonly agent: Agent }> {
  const wildAgent = await wild.launchWild();
  wildAgent.stream.write(rightHello(wildAgent) + READY);
  return { ...wildAgent, agent: await wildAgent.launching };
}

/** Has an agent work until told to stop; resolves with how many answers were right and wrong. */
function work(agent: Agent): () => Promise<{ readonly right: number; readonly wrong: number }> {
  let isOver = false;
  const working = (async () => {
    let [right, wrong] = [0, 0];
    while (!isOver) {
      if ((await agent.run({ do: 'say', value: right })) === right) right++;
      else wrong++;
    }
    return { right, wrong };
  })();
  return () => {
    isOver = true;
    return working;
  };
}

test('60 processes die of what they say, and the work of bystanders goes on undisturbed', async () => {
  const bystanders = await Promise.all([1, 2].map(() => wild.launcher.launch(handyman())));
  const ends = bystanders.map(work);
  await fc.assert(
    fc.asyncProperty(broken, cuts, async ({ bytes, fault }, where) => {
      const { agent, stream } = await launch();
      const waiting = rejection(agent.run('work'), AgentExitedError);

      for (const piece of torn(bytes, where)) {
        stream.write(piece);
        // A turn each, or the kernel would join what was torn.
        await turn();
      }

      const { exit, cause } = await waiting;
      expect(cause).toBeInstanceOf(ProtocolError);
      expect(cause).toMatchObject({ fault });
      expect(exit).toMatchObject({ signal: 'SIGKILL' });
      expect(isRunning(agent.pid)).toBe(false);
    }),
    { numRuns: 60 },
  );

  for (const end of ends) {
    const { right, wrong } = await end();
    expect(wrong).toBe(0);
    expect(right).toBeGreaterThan(60);
  }
  expect(bystanders.map(({ state }) => state.kind)).toEqual(['ready', 'ready']);
  expect(wild.launcher.stats()).toMatchObject({ live: 2, failed: 0 });
});

test('of a line without an end no more is read than the longest frame and what one read gives', async () => {
  const { agent, stream } = await launch();
  const megabyte = Buffer.alloc(1_048_576, 'x');

  for (let sent = 0; sent < 64 && !stream.destroyed; sent++) {
    await new Promise((resolve) => stream.write(megabyte, resolve));
  }

  expect((await agent.exited).cause).toMatchObject({ fault: 'too large' });
  expect(channels.at(-1)?.bytesRead).toBeLessThan(256 * 1_024);
});
