import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLeast } from '../src/criterion.ts';
import {
  formatBeside,
  formatBound,
  formatCount,
  formatExact,
  formatInterval,
  formatP,
  formatRange,
  formatValue,
} from '../src/format.ts';

test.each([
  [27.43, 'ms', '27.4 ms'],
  [27, 'ms', '27.0 ms'],
  [0.01234, 's', '0.0123 s'],
  [2.314, 'x', '2.31x'],
  [2.7, 'x', '2.70x'],
  [9.999, 'x', '10.0x'],
  [0.93, 'ratio', '93 %'],
  [0.9312, 'ratio', '93.1 %'],
  [0.99996, 'ratio', '99.996 %'],
  [1, 'ratio', '100 %'],
  [0.00427, 'ratio', '0.427 %'],
  [161.2, 'MB', '161 MB'],
  [12_345, 'messages/s', '12300 messages/s'],
  [999.7, 'ms', '1000 ms'],
  [12, 'count', '12'],
  [12_345, 'count', '12345'],
  [4.333, 'count', '4.33'],
  [8, 'uses', '8 uses'],
  [12.44, 'uses', '12.4 uses'],
  [Infinity, 'uses', 'never'],
  [Infinity, 'ms', '∞ ms'],
  [-Infinity, 'ms', '-∞ ms'],
  [-3.214, 'ms', '-3.21 ms'],
  [0, 'ms', '0 ms'],
  [-0, 'ratio', '0 %'],
  [Number.NaN, 'ms', 'not a number'],
  [5, '', '5.00'],
])('%d in %s reads %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

test.each([
  [2, 'x', '2x'],
  [0.07, 'ratio', '7 %'],
  [0.7, 'ratio', '70 %'],
  [100, 'ms', '100 ms'],
  [1.5, 'x', '1.5x'],
])('the bound %d in %s reads %s', (value, unit, text) => {
  expect(formatExact(value, unit)).toBe(text);
  expect(formatBound(atLeast(value), unit)).toBe(`at least ${text}`);
});

test.each([
  [{ value: 2.31, low: 1.98, high: 2.7 }, 'x', '2.31x (1.98x to 2.70x)'],
  [{ value: 2.31, low: 0, high: Infinity }, 'x', '2.31x (0x or more)'],
  [{ value: 27.4, low: -Infinity, high: 29 }, 'ms', '27.4 ms (29.0 ms or less)'],
  [{ value: 27.4, low: -Infinity, high: Infinity }, 'ms', '27.4 ms (no interval)'],
  [{ value: Infinity, low: Infinity, high: Infinity }, 'uses', 'never (never to never)'],
])('an interval %j in %s reads %s', (interval, unit, text) => {
  expect(formatInterval(interval, unit)).toBe(text);
});

test.each([
  [1, 'p = 1.000'],
  [0.0344, 'p = 0.034'],
  [0.001, 'p = 0.001'],
  [0.000_999, 'p < 0.001'],
  [0, 'p < 0.001'],
])('the p-value %d reads %s, never as nothing', (p, text) => {
  expect(formatP(p)).toBe(text);
});

test.each([
  [0, '0 blocks'],
  [1, '1 block'],
  [12, '12 blocks'],
])('%d of a thing reads %s', (count, text) => {
  expect(formatCount(count, 'block')).toBe(text);
});

describe('beside a bound', () => {
  test.each([
    [2.0004, 2, 'x', '2.0004x'],
    [1.99999, 2, 'x', '1.99999x'],
    [2, 2, 'x', '2.00x'],
    [2.3, 2, 'x', '2.30x'],
    [0.69996, 0.7, 'ratio', '69.996 %'],
    [Infinity, 2, 'x', '∞x'],
  ])('%d beside %d in %s shows its side: %s', (value, bound, unit, text) => {
    expect(formatBeside(value, bound, unit)).toBe(text);
  });
});

test('formatting takes any number and any unit', () => {
  const unit = fc.oneof(fc.string(), fc.constantFrom('x', 'ratio', 'count', 'uses', 'ms'));
  fc.assert(
    fc.property(fc.double(), fc.double(), unit, (one, other, name) => {
      const texts = [
        formatValue(one, name),
        formatExact(one, name),
        formatBeside(one, other, name),
        formatRange(one, other, name),
      ];
      expect(texts.every((text) => text.length > 0)).toBe(true);
    }),
  );
});
