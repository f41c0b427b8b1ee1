import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson, proportionAtLeast, proportionAtMost, wilson } from '../src/proportion.ts';

describe('the exact interval of a proportion', () => {
  test.each([
    [0, 0.004270473],
    [1, 0.006758853],
    [2, 0.008966433],
    [3, 0.011039092],
  ])('puts %d failures in 700 at most at %d, one-sided 95 %%', (failures, bound) => {
    expect(proportionAtMost(failures, 700, 0.95)).toBeCloseTo(bound, 9);
  });

  test.each([
    [0, 0, 0.005255966608486495],
    [1, 3.6167643055441315e-5, 0.00793354775108904],
    [2, 0.00034620074, 0.010282537],
    [3, 0.0008846908481827949, 0.012473173313783262],
  ])('of %d in 700 is %d to %d, two-sided 95 %%', (failures, low, high) => {
    const estimate = clopperPearson(failures, 700, 0.95);
    expect(estimate.low).toBeCloseTo(low, 10);
    expect(estimate.high).toBeCloseTo(high, 10);
  });

  test.each([
    [490, 0.6702030361118068],
    [510, 0.6995245388992914],
    [515, 0.7068768152592984],
  ])('puts %d hits in 700 at least at %d, one-sided 95 %%', (hits, bound) => {
    expect(proportionAtLeast(hits, 700, 0.95)).toBeCloseTo(bound, 12);
  });

  test.each([
    [0, 299],
    [1, 473],
    [2, 628],
    [3, 773],
    [4, 913],
  ])('proves less than 1 %% with %d failures from %d attempts on', (failures, attempts) => {
    expect(proportionAtMost(failures, attempts, 0.95)).toBeLessThan(0.01);
    expect(proportionAtMost(failures, attempts - 1, 0.95)).toBeGreaterThanOrEqual(0.01);
  });

  test('is mirrored when failures are counted instead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), (attempts, at) => {
        const successes = at % (attempts + 1);
        const one = clopperPearson(successes, attempts, 0.9);
        const other = clopperPearson(attempts - successes, attempts, 0.9);
        expect(other.low).toBeCloseTo(1 - one.high, 10);
        expect(one.low).toBeLessThanOrEqual(one.value);
        expect(one.high).toBeGreaterThanOrEqual(one.value);
      }),
    );
  });

  test.each([
    [0, 0, '`attempts` must be a positive integer, got 0'],
    [3, 2, '`successes` must be an integer between 0 and `attempts` (2), got 3'],
    [0.5, 2, '`successes` must be an integer between 0 and `attempts` (2), got 0.5'],
  ])('refuses %d in %d', (successes, attempts, message) => {
    expect(() => clopperPearson(successes, attempts, 0.9)).toThrow(new TypeError(message));
  });
});

describe("Wilson's interval", () => {
  test('has the reference values', () => {
    expect(wilson(3, 700, 0.95).low).toBeCloseTo(0.00145858, 8);
    expect(wilson(3, 700, 0.95).high).toBeCloseTo(0.01252392, 8);
    expect(wilson(0, 700, 0.95)).toMatchObject({ low: 0, high: expect.closeTo(0.0054578, 7) });
    expect(wilson(3, 700, 0.9).high).toBeCloseTo(0.0106746, 7);
    expect(wilson(700, 700, 0.9).high).toBe(1);
  });
});
