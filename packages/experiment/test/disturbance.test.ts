import { describe, expect, test } from 'vitest';
import { disturbancesOf, droppedBlocks, untoldOf } from '../src/host/disturbance.ts';
import { usedBetween, type HostUse } from '../src/host/host-use.ts';
import { quiet, trialLine } from './support/journal-lines.ts';

const rules = { maxStealRatio: 0.05, maxForeignRatio: 0.25, mayThrottle: false };
const trial = (index: number, use: Partial<HostUse>): ReturnType<typeof trialLine> =>
  trialLine(index, { host: { before: null, after: null, use: { ...quiet, ...use } } });

describe('what others may take of a trial', () => {
  test.each<[string, Partial<HostUse>, readonly string[]]>([
    ['nothing', {}, []],
    ['just what is allowed, beside what the counters may be off by', { foreignMs: 550 }, []],
    ['more', { foreignMs: 560 }, ['28 % of the processor went to others']],
    ['a little steal', { stealMs: 150 }, []],
    ['more steal', { stealMs: 160 }, ['8 % of the processor was stolen by the hypervisor']],
    ['a stop by a limit', { throttledPeriods: 2 }, ['a limit stopped the processor 2 times']],
    [
      'everything at once',
      { stealMs: 400, foreignMs: 1_000, throttledPeriods: 1 },
      [
        '20 % of the processor was stolen by the hypervisor',
        '50 % of the processor went to others',
        'a limit stopped the processor 1 time',
      ],
    ],
    ['what nobody tells', { stealMs: null, foreignMs: null, throttledPeriods: null }, []],
    ['shares of an unknown whole', { totalMs: null, stealMs: 900, foreignMs: 900 }, []],
    ['a tick or two in a trial shorter than that', { totalMs: 10, foreignMs: 40 }, []],
  ])('%s', (_, use, expected) => {
    expect(disturbancesOf({ ...quiet, ...use }, rules)).toEqual(expected);
  });

  test('is more where the rules say so', () => {
    const use = { ...quiet, stealMs: 400, foreignMs: 1_000, throttledPeriods: 1 };
    const generous = { maxStealRatio: 0.2, maxForeignRatio: 0.5, mayThrottle: true };
    expect(disturbancesOf(use, generous)).toEqual([]);
  });
});

test('a block names each of its disturbed trials', () => {
  const trials = [
    trial(0, {}),
    trial(1, {}),
    trial(2, { foreignMs: 800 }),
    trial(3, { stealMs: 200 }),
  ];
  expect(droppedBlocks(rules, trials)).toEqual([
    {
      index: 1,
      because:
        '40 % of the processor went to others during cold, 10 % of the processor was stolen by the hypervisor during pool',
    },
  ]);
});

test('what the kernel does not tell is named once', () => {
  expect(untoldOf([trial(0, {}), trial(1, {})])).toEqual([]);
  const mute = { stealMs: null, foreignMs: null, throttledPeriods: null };
  expect(untoldOf([trial(0, {}), trial(1, mute), trial(2, mute)])).toEqual([
    'time stolen by a hypervisor',
    'time that others use',
    'throttling',
  ]);
});

describe('what was used between two readings', () => {
  const before = { busyMs: 1_000, idleMs: 500, stealMs: 10, ownMs: 200, throttledPeriods: 3 };

  test('is the growth of each counter, and foreign what is busy and not own', () => {
    const after = { busyMs: 1_900, idleMs: 1_500, stealMs: 30, ownMs: 800, throttledPeriods: 5 };
    expect(usedBetween(before, after)).toEqual({
      totalMs: 1_920,
      stealMs: 20,
      foreignMs: 300,
      ownMs: 600,
      idleMs: 1_000,
      throttledPeriods: 2,
    });
  });

  test('is never negative, and null where one of them was not told', () => {
    const after = { busyMs: 1_100, idleMs: 490, stealMs: null, ownMs: 400, throttledPeriods: null };
    expect(usedBetween(before, after)).toEqual({
      totalMs: null,
      stealMs: null,
      foreignMs: 0,
      ownMs: 200,
      idleMs: 0,
      throttledPeriods: null,
    });
  });
});
