import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOfData } from '../src/files/digest.ts';
import { strictJson } from '../src/files/strict-json.ts';

describe('strict JSON', () => {
  test.each([
    ['NaN', { a: [1, { b: Number.NaN }] }, '`a[1].b` must be plain JSON data, got NaN'],
    ['Infinity', { a: Infinity }, '`a` must be plain JSON data, got Infinity'],
    ['-0', [-0], '`[0]` must be plain JSON data, got -0'],
    ['undefined', [undefined], '`[0]` must be plain JSON data, got undefined'],
    ['a function', { run: () => 1 }, '`run` must be plain JSON data, got function'],
    [
      'a class',
      { at: new Date(0) },
      '`at` must be plain JSON data, got an object that is not plain data',
    ],
    ['a bigint', 1n, '`value` must be plain JSON data, got bigint'],
  ])('refuses %s and names where it is', (_, data, message) => {
    expect(() => strictJson(data)).toThrow(new TypeError(message));
  });

  test('carries everything else without loss', () => {
    const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => !hasMinusZero(value));
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(strictJson(value))).toEqual(value);
      }),
    );
  });

  test('leaves out properties that are undefined', () => {
    expect(strictJson({ a: 1, b: undefined })).toBe('{"a":1}');
  });

  test('sorts keys when asked, so that equal data have equal digests', () => {
    expect(strictJson({ b: 1, a: { d: 1, c: 2 } }, { sorted: true })).toBe(
      '{"a":{"c":2,"d":1},"b":1}',
    );
    expect(digestOfData({ b: 1, a: 2 })).toBe(digestOfData({ a: 2, b: 1 }));
    expect(digestOfData({ b: 1, a: 2 })).not.toBe(digestOfData({ b: 2, a: 1 }));
  });
});

function hasMinusZero(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasMinusZero);
  return Object.is(value, -0);
}
