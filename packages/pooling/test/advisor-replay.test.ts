import * as fc from 'fast-check';
import { replay, type Use } from '@muster/pooling/advisor';
import { describe, expect, test } from 'vitest';

/** Whole milliseconds, so that uses often come and go at the same moment. */
const trace = fc
  .array(fc.record({ afterMs: fc.nat({ max: 6 }), busyMs: fc.nat({ max: 20 }) }), {
    minLength: 2,
    maxLength: 40,
  })
  .map((steps) => {
    let atMs = 0;
    return steps.map(({ afterMs, busyMs }): Use => ({ atMs: (atMs += afterMs), busyMs }));
  });
const size = fc.integer({ min: 1, max: 6 });

/** The same pool told as a story: at each use, the agent that is idle first. */
function slowReplay(uses: readonly Use[], count: number): number[] {
  const idleAtMs = Array.from({ length: count }, () => 0);
  return uses.map(({ atMs, busyMs }) => {
    const first = Math.min(...idleAtMs);
    const leasedAtMs = Math.max(first, atMs);
    idleAtMs[idleAtMs.indexOf(first)] = leasedAtMs + busyMs;
    return leasedAtMs - atMs;
  });
}

describe('a replay', () => {
  const uses: readonly Use[] = [
    { atMs: 100, busyMs: 10 },
    { atMs: 101, busyMs: 4 },
    { atMs: 102, busyMs: 1 },
    { atMs: 110, busyMs: 1 },
  ];

  test.each([
    { size: 1, waits: [0, 9, 12, 5] },
    { size: 2, waits: [0, 0, 3, 0] },
    { size: 3, waits: [0, 0, 0, 0] },
  ])('on $size waits $waits', ({ size: count, waits }) => {
    expect([...replay(uses, count)]).toEqual(waits);
  });

  test('gives the next agent that comes free to whoever has waited longest', () => {
    fc.assert(
      fc.property(trace, size, (some, count) => {
        expect([...replay(some, count)]).toEqual(slowReplay(some, count));
      }),
    );
  });

  test('makes nobody wait longer in a larger pool, nor anybody wait when all find room', () => {
    fc.assert(
      fc.property(trace, size, (some, count) => {
        const larger = replay(some, count + 1);
        replay(some, count).forEach((waitMs, use) => {
          expect(larger[use]).toBeLessThanOrEqual(waitMs);
        });
        expect(Math.max(...replay(some, some.length))).toBe(0);
      }),
    );
  });

  test.each([
    [{ uses: [uses[0]!], size: 1 }, '`uses` must be at least 2, got 1'],
    [{ uses, size: 1.5 }, '`size` must be a positive integer, got 1.5'],
    [{ uses: uses.toReversed(), size: 1 }, '`uses[1].atMs` must be finite and in order, got 102'],
    [
      { uses: [...uses, { atMs: 120, busyMs: -1 }], size: 1 },
      '`uses[4].busyMs` must be a finite number of milliseconds, 0 or more, got -1',
    ],
  ])('refuses what it cannot play: %o', ({ uses: some, size: count }, message) => {
    expect(() => replay(some, count)).toThrow(new TypeError(message));
  });
});
