import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTimesRecorder } from '../src/times.ts';

test('before the first there are no figures', () => {
  const none = { meanMs: null, p50Ms: null, p90Ms: null, p99Ms: null, maxMs: null };
  expect(createTimesRecorder().snapshot()).toEqual({ count: 0, ...none });
});

test('whatever is recorded, figures are exact to a hundredth and a microsecond', () => {
  const ms = fc.oneof(
    fc.constant(0),
    fc.double({ min: 0.001, max: 100_000, noNaN: true }),
    fc.double({ min: 0.001, max: 2, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(ms, { minLength: 1, maxLength: 40 }), (times) => {
      const recorder = createTimesRecorder();
      for (const time of times) recorder.record(time);
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
      const { count, p50Ms, p90Ms, p99Ms, maxMs } = recorder.snapshot();
      expect(count).toBe(times.length);
      for (const [is, should] of [
        [p50Ms, at(0.5)],
        [p90Ms, at(0.9)],
        [p99Ms, at(0.99)],
        [maxMs, at(1)],
      ] as const) {
        expect(Math.abs(is! - should)).toBeLessThanOrEqual(should * 0.01 + 0.0011);
      }
    }),
  );
});

test('a day and more counts as a day', () => {
  const recorder = createTimesRecorder();
  recorder.record(1e12);
  expect(recorder.snapshot().maxMs).toBeCloseTo(86_400_000, -6);
});
