import { describe, expect, test } from 'vitest';
import { checkSample, sortedSample } from '../src/sample.ts';

describe('a sample', () => {
  test('sorts by number and leaves the original alone', () => {
    const values = [10, 9, 1];
    expect(sortedSample(values)).toEqual(Float64Array.of(1, 9, 10));
    expect(values).toEqual([10, 9, 1]);
  });

  test.each([
    ['is empty', [], '`values` must hold at least one number, got none'],
    ['holds NaN', [1, Number.NaN], '`values[1]` must be a finite number, got NaN'],
    ['holds Infinity', [Infinity], '`values[0]` must be a finite number, got Infinity'],
    ['has a hole', Array<number>(1), '`values[0]` must be a finite number, got undefined'],
    ['holds text', ['7' as unknown as number], '`values[0]` must be a finite number, got 7'],
  ])('that %s is refused by name, index and value', (_, values, message) => {
    expect(() => checkSample(values)).toThrow(new TypeError(message));
  });

  test('may hold infinities where only order counts, but never NaN', () => {
    expect(sortedSample([Infinity, 1], 'uses', { infinite: true })).toEqual(
      Float64Array.of(1, Infinity),
    );
    expect(() => checkSample([Number.NaN], 'uses', { infinite: true })).toThrow(
      new TypeError('`uses[0]` must be a number, got NaN'),
    );
  });
});
