import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  between,
  loadAverages,
  machineActivity,
  parseLoadAverages,
  parseMachineActivity,
  type ProcessorCounters,
} from '../src/host/load.ts';
import { valueOf } from './host-fixture.ts';

const STAT = [
  'cpu  1000 200 300 5000 60 7 8 90 500 100',
  'cpu0 1 2 3 4 5 6 7 8 9 10',
  'intr 417482 0 0',
  'ctxt 878671',
  'procs_running 3',
  'procs_blocked 1',
  'softirq 175443 0',
  '',
].join('\n');

const counters = (busyTicks: number, idleTicks: number, stealTicks: number): ProcessorCounters => ({
  busyTicks,
  idleTicks,
  stealTicks,
});

describe('load averages', () => {
  test('are over 1, 5 and 15 minutes', () => {
    expect(valueOf(parseLoadAverages('0.83 12.29 100.10 1/94 8757\n'))).toEqual({
      oneMinute: 0.83,
      fiveMinutes: 12.29,
      fifteenMinutes: 100.1,
    });
  });

  test.each(['', '0.83 0.29', '0.83 0.29 x 1/94 8757', 'a b c d'])(
    'are not shown when they read %j',
    (text) => {
      expect(parseLoadAverages(text)).toMatchObject({ shown: false });
    },
  );

  test('of this machine are shown', async () => {
    expect(valueOf(await loadAverages()).oneMinute).toBeGreaterThanOrEqual(0);
  });
});

describe('machine activity', () => {
  test('counts guests once, waiting for disks as idle, and stolen time apart', () => {
    expect(valueOf(parseMachineActivity(STAT))).toEqual({
      runQueue: { running: 3, blocked: 1 },
      processor: { busyTicks: 1515, idleTicks: 5060, stealTicks: 90 },
    });
  });

  test.each([
    '',
    STAT.replace('procs_running 3', ''),
    STAT.replace('procs_blocked 1', 'procs_blocked many'),
    STAT.replace(/^cpu .*$/m, ''),
    STAT.replace(/^cpu .*$/m, 'cpu  1 2 3 4 5 6 7'),
  ])('is not shown when it reads %j', (text) => {
    expect(parseMachineActivity(text)).toMatchObject({ shown: false });
  });

  test('of this machine holds at least the thread that reads it', () => {
    expect(valueOf(machineActivity()).runQueue.running).toBeGreaterThanOrEqual(1);
  });
});

describe('shares between two readings', () => {
  test('are of all the time that passed', () => {
    expect(between(counters(100, 100, 100), counters(130, 160, 110))).toEqual({
      shown: true,
      value: { busyShare: 0.3, stealShare: 0.1 },
    });
  });

  test('take idle time that ran backwards as none', () => {
    expect(between(counters(100, 100, 0), counters(110, 99, 0))).toEqual({
      shown: true,
      value: { busyShare: 1, stealShare: 0 },
    });
  });

  test.each([
    { title: 'no tick passed', after: counters(100, 100, 100) },
    { title: 'busy time ran backwards', after: counters(99, 200, 100) },
    { title: 'stolen time ran backwards', after: counters(200, 200, 99) },
  ])('are not shown when $title', ({ after }) => {
    expect(between(counters(100, 100, 100), after)).toMatchObject({ shown: false });
  });

  test('lie in 0..1 and together do not exceed 1', () => {
    const ticks = fc.nat();
    const counted = fc.tuple(ticks, ticks, ticks).map((drawn) => counters(...drawn));
    fc.assert(
      fc.property(counted, counted, (before, after) => {
        const shares = between(before, after);
        if (!shares.shown) return;
        const { busyShare, stealShare } = shares.value;
        expect(Math.min(busyShare, stealShare)).toBeGreaterThanOrEqual(0);
        expect(busyShare + stealShare).toBeLessThanOrEqual(1 + Number.EPSILON);
      }),
    );
  });
});
