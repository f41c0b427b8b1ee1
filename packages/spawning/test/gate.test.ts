import { describe, expect, test } from 'vitest';
import { admit } from '../src/load/gate.ts';
import type { LoadReading } from '@muster/spawning';
import { SHOWS_NOTHING } from './fixtures/world.ts';

const limits = { reserveShare: 0.1, maxMemoryStall: 0.2, maxProcessorStall: 0.5 };
const idle = { underway: 0, agentBytes: 0, cores: 2 };
const memory = (availableBytes: number): LoadReading => ({
  ...SHOWS_NOTHING,
  availableBytes,
  totalBytes: 1_000e6,
});
const decide = (reading: Partial<LoadReading>, commitments: Partial<typeof idle> = {}): number =>
  admit({ ...SHOWS_NOTHING, ...reading }, limits, { ...idle, ...commitments }).most;

describe('a start', () => {
  test.each([
    ['a host that shows nothing', {}, {}, Infinity],
    ['memory left: just the reserve', memory(100e6), {}, Infinity],
    ['memory left: less than the reserve', memory(99e6), {}, 0],
    ['memory left: just for one more', memory(150e6), { agentBytes: 50e6 }, Infinity],
    ['memory left: not for one more', memory(149e6), { agentBytes: 50e6 }, 0],
    [
      'memory left: for those underway and one more',
      memory(300e6),
      { agentBytes: 50e6, underway: 3 },
      Infinity,
    ],
    ['memory left: for those underway only', memory(299e6), { agentBytes: 50e6, underway: 3 }, 0],
    ['memory shown without its total', { availableBytes: 1 }, {}, Infinity],
    ['a total without what is available', { totalBytes: 1 }, {}, Infinity],
    ['waiting for memory: as long as may be', { memoryStallShare: 0.2 }, {}, Infinity],
    ['waiting for memory: longer', { memoryStallShare: 0.21 }, {}, 0],
    ['waiting for a processor: as long as may be', { processorStallShare: 0.5 }, {}, Infinity],
    ['waiting for a processor: longer, one for each core', { processorStallShare: 0.51 }, {}, 2],
    [
      'waiting for both: memory weighs more',
      { memoryStallShare: 1, processorStallShare: 1 },
      {},
      0,
    ],
  ])('%s', (_, reading, commitments, most) => {
    expect(decide(reading, commitments)).toBe(most);
  });

  test.each([
    [
      memory(149.4e6),
      '149 MB of memory are available, 100 MB must stay, and 2 agents are about to take 50 MB each',
    ],
    [
      { ...SHOWS_NOTHING, memoryStallShare: 0.345 },
      'something waited for memory in 35 % of the time, and 20 % may be',
    ],
    [
      { ...SHOWS_NOTHING, processorStallShare: 0.9 },
      'something waited for a processor in 90 % of the time, and 50 % may be',
    ],
    [SHOWS_NOTHING, undefined],
  ])('that is held is told why, with the numbers', (reading, because) => {
    const admission = admit(reading, limits, { underway: 1, agentBytes: 50e6, cores: 1 });
    expect(admission.because).toBe(because);
  });
});
