import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { LaunchError, ProtocolError } from '../src/index.ts';
import { agentFrames, broken, cuts, lineOf, torn } from './fixtures/broken-frames.ts';
import { endingOf, foretell } from './fixtures/foretell.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { madeUpProcess, openWild, READY, rightHello } from './fixtures/wild-agents.ts';

const wild = await openWild(madeUpProcess);
afterAll(() => wild.launcher.close());

const frame = agentFrames(5);

test('2,500 times anything but a hello of its own fails a launch with the right fault', async () => {
  const otherFrame = frame.map((said) => ({
    bytes: Buffer.from(lineOf(said)),
    fault: said.type === 'hello' ? 'malformed' : 'out of order',
  }));
  const newcomer = fc.constant({
    bytes: Buffer.from(
      lineOf({ type: 'hello', protocol: 2, agent: 'a', incarnation: 1, token: '' }),
    ),
    fault: 'wrong version',
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(broken, otherFrame, newcomer), cuts, async (said, where) => {
      const agent = await wild.launchWild();

      for (const piece of torn(said.bytes, where)) agent.stream.write(piece);

      const error = await rejection(agent.launching, LaunchError);
      expect(error).toMatchObject({ phase: 'hello', cause: { fault: said.fault } });
      expect(error.cause).toBeInstanceOf(ProtocolError);
    }),
    { numRuns: 2_500 },
  );
});

test('2,500 times anything but ready fails a launch with the right fault', async () => {
  const otherFrame = frame
    .filter(({ type }) => type !== 'ready')
    .map((said) => ({ bytes: Buffer.from(lineOf(said)), fault: 'out of order' }));
  await fc.assert(
    fc.asyncProperty(fc.oneof(broken, otherFrame), cuts, async (said, where) => {
      const agent = await wild.launchWild();

      const stream = Buffer.concat([Buffer.from(rightHello(agent)), said.bytes]);
      for (const piece of torn(stream, where)) agent.stream.write(piece);

      const error = await rejection(agent.launching, LaunchError);
      expect(error).toMatchObject({ phase: 'ready', cause: { fault: said.fault } });
      expect(error.cause).toBeInstanceOf(ProtocolError);
    }),
    { numRuns: 2_500 },
  );
});

test('10,000 agents end by their first fault; what they said before counts, and nothing after', async () => {
  const streams: WeakRef<object>[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 8 }), broken, cuts, async (said, last, where) => {
      const heard: unknown[] = [];
      const wildAgent = await wild.launchWild({ onMessage: (payload) => heard.push(payload) });
      streams.push(new WeakRef(wildAgent.stream));
      wildAgent.stream.write(rightHello(wildAgent) + READY);
      const agent = await wildAgent.launching;
      const asked = Promise.allSettled([
        agent.run(1),
        agent.run(2),
        agent.send(3),
        agent.ping().then(() => undefined),
      ]);

      const stream = Buffer.concat([Buffer.from(said.map(lineOf).join('')), last.bytes]);
      for (const piece of torn(stream, where)) wildAgent.stream.write(piece);

      const foretold = foretell(said);
      const { cause } = await agent.exited;
      expect(cause).toBeInstanceOf(ProtocolError);
      expect(cause).toMatchObject({ fault: foretold.isOutOfOrder ? 'out of order' : last.fault });
      const endings = [1, 2, 3, 4].map((number) => foretold.endings.get(number) ?? cause);
      expect((await asked).map(endingOf)).toEqual(endings);
      expect(heard).toEqual(foretold.heard);
    }),
    { numRuns: 10_000 },
  );

  expect(wild.launcher.stats().live).toBe(0);
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  // Whatever the engine still holds on to, it is not a tenth of them.
  expect(streams.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(1_000);
});
