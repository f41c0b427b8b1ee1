import * as fc from 'fast-check';
import {
  type Goal,
  type Load,
  loadOf,
  modelledShare,
  modelledSize,
  replay,
  type Use,
} from '@muster/pooling/advisor';
import { describe, expect, test } from 'vitest';
import { createWorkload } from '../experiments/workload.ts';
import { erlangC } from '../src/advisor/model.ts';
import { chanceFrom } from './fixtures/chance.ts';
import { usesOf } from './fixtures/uses-of.ts';

/** Demand that keeps 16 agents busy on average, for a few thousand holds. */
function workload(pattern: 'steady' | 'bursty'): readonly Use[] {
  const next = chanceFrom(16);
  const demand = { utilization: 0.8, poolSize: 20, meanHoldMs: 20, acquires: 100_000 };
  return usesOf(createWorkload({ ...demand, pattern, next }));
}

function replayedShare(uses: readonly Use[], size: number, withinMs: number): number {
  const waits = replay(uses, size);
  return waits.filter((waitMs) => waitMs <= withinMs).length / waits.length;
}

describe('Erlang C', () => {
  // By the sum of a^n/n! in exact fractions.
  test.each([
    { servers: 1, offered: 0.5, waiting: 0.5 },
    { servers: 2, offered: 1, waiting: 1 / 3 },
    { servers: 10, offered: 8, waiting: 0.409_180_15 },
    { servers: 20, offered: 16, waiting: 0.256_077_79 },
    { servers: 1_000, offered: 950, waiting: 0.068_253_42 },
  ])('$servers servers offered $offered make $waiting wait', ({ servers, offered, waiting }) => {
    expect(erlangC(servers, offered)).toBeCloseTo(waiting, 8);
  });

  test('is what the recursion over the servers says', () => {
    const recursion = (servers: number, offered: number): number => {
      let blocked = 1;
      for (let n = 1; n <= servers; n += 1) blocked = (offered * blocked) / (n + offered * blocked);
      return blocked / (1 - (offered / servers) * (1 - blocked));
    };
    const load = fc.double({ min: 0, max: 2_000, noNaN: true });
    fc.assert(
      fc.property(load, fc.integer({ min: 1, max: 1_000 }), (offered, spare) => {
        const servers = Math.floor(offered) + spare;
        const waiting = recursion(servers, offered);
        expect(Math.abs(erlangC(servers, offered) - waiting)).toBeLessThan(1e-12);
      }),
    );
  });
});

describe('the formula', () => {
  test.each([18, 20, 22, 25, 30])('is near a replay of independent arrivals, %i agents', (size) => {
    const uses = workload('steady');
    const errorOf = (withinMs: number): number =>
      modelledShare(loadOf(uses), size, withinMs) - replayedShare(uses, size, withinMs);
    expect(Math.abs(errorOf(0))).toBeLessThan(0.025);
    expect(errorOf(5)).toBeLessThan(0.01);
    expect(errorOf(5)).toBeGreaterThan(-0.06);
  });

  test.each([18, 20, 22, 25])('is more than 20 points off for bursts, %i agents', (size) => {
    const uses = workload('bursty');
    const error = modelledShare(loadOf(uses), size) - replayedShare(uses, size, 0);
    expect(error).toBeGreaterThan(0.2);
  });

  test('serves nobody in the long run when more is asked for than there is', () => {
    const load = { offered: 16, meanBusyMs: 20, gapVariation: 1, busyVariation: 1 };
    expect(modelledShare(load, 16)).toBe(0);
    expect(modelledSize(load, { share: 0.001 })).toBe(17);
  });

  test('gives the smallest size that reaches the share', () => {
    const load = { offered: 16, meanBusyMs: 20, gapVariation: 1, busyVariation: 1 };
    for (const goal of [{ share: 0.5 }, { share: 0.99 }, { share: 0.99, withinMs: 10 }]) {
      const size = modelledSize(load, goal);
      expect(modelledShare(load, size, goal.withinMs)).toBeGreaterThanOrEqual(goal.share);
      expect(modelledShare(load, size - 1, goal.withinMs)).toBeLessThan(goal.share);
    }
  });

  // One in ten waits with 1.42 roots of the load beyond it: Halfin and Whitt, 1981.
  test.each([3.6e6, 3.6e9])(
    'tells the size for a load of %d as soon as for any other',
    (offered) => {
      const load = { offered, meanBusyMs: 20, gapVariation: 1, busyVariation: 1 };
      const spare = modelledSize(load, { share: 0.9 }) - offered;
      expect(spare / Math.sqrt(offered)).toBeCloseTo(1.42, 2);
      expect(modelledShare(load, Number.MAX_SAFE_INTEGER)).toBe(1);
    },
  );

  const plain = { offered: 16, meanBusyMs: 20, gapVariation: 1, busyVariation: 1 };
  test.each<readonly [unknown, unknown, string]>([
    [null, { share: 0.9 }, '`load` must be an object, got null'],
    [
      { ...plain, offered: NaN },
      { share: 0.9 },
      '`load.offered` must be a finite number, 0 or more, got NaN',
    ],
    [plain, { share: 1 }, '`goal.share` must be above 0 and below 1, got 1'],
    [plain, undefined, '`goal` must be an object, got undefined'],
  ])('refuses the load %o with the goal %o', (load, goal, message) => {
    expect(() => modelledSize(load as Load, goal as Goal)).toThrow(new TypeError(message));
  });

  test.each<readonly [number, number, string]>([
    [1.5, 0, '`size` must be a positive integer, got 1.5'],
    [20, -1, '`withinMs` must be a finite number of milliseconds, 0 or more, got -1'],
  ])('refuses the size %d within %d ms', (size, withinMs, message) => {
    expect(() => modelledShare(plain, size, withinMs)).toThrow(new TypeError(message));
  });

  test('knows a load by its gaps and by how long agents are away', () => {
    const uses = [0, 10, 20, 50].map((atMs): Use => ({ atMs, busyMs: 50 }));
    const { offered, meanBusyMs, gapVariation, busyVariation } = loadOf(uses);
    expect(meanBusyMs).toBe(50);
    expect(offered).toBeCloseTo(3, 12);
    expect(gapVariation).toBeCloseTo(0.32, 12);
    expect(busyVariation).toBe(0);
  });

  test('needs arrivals at more than one moment', () => {
    const uses: readonly Use[] = [
      { atMs: 5, busyMs: 1 },
      { atMs: 5, busyMs: 1 },
    ];
    expect(() => loadOf(uses)).toThrow(
      new TypeError('`uses` must not all be asked for at the same moment'),
    );
  });
});
