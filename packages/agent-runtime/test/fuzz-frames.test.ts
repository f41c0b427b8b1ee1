import { duplexPair } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChannel } from '../src/channel/channel.ts';
import { type AgentFrame, ProtocolError } from '../src/protocol/frames.ts';
import {
  agentFrames,
  broken,
  cuts,
  lineOf,
  MAX_FRAME_BYTES,
  torn,
} from './fixtures/broken-frames.ts';

const agentFrame = agentFrames(1_000);

test('85,000 frames, random, torn or oversized, each end their channel with the right fault', async () => {
  const words = fc.tuple(fc.array(agentFrame, { maxLength: 1 }), broken, cuts, agentFrame);
  await fc.assert(
    fc.asyncProperty(words, async ([before, { bytes, fault }, where, after]) => {
      const [ours, theirs] = duplexPair();
      const channel = createChannel(ours, ours, MAX_FRAME_BYTES);
      const heard: AgentFrame[] = [];
      channel.listen((frame) => heard.push(frame));

      const stream = Buffer.concat([Buffer.from(before.map(lineOf).join('')), bytes]);
      for (const piece of torn(stream, where)) theirs.write(piece);
      theirs.write(lineOf(after));

      const end = await channel.ended;
      // At once: a hundred thousand times four assertions would take as long as what they assert.
      expect([end instanceof ProtocolError, end?.fault, ours.destroyed, heard]).toEqual([
        true,
        fault,
        true,
        before,
      ]);
    }),
    { numRuns: 85_000 },
  );
});
