import { expect, test } from 'vitest';
import { createCeiling } from '../src/dispatch/ceiling.ts';

test('there is none before the host has refused a start', () => {
  const ceiling = createCeiling();
  for (let n = 0; n < 100; n++) ceiling.succeeded();
  expect(ceiling.limit).toBe(Infinity);
});

test.each([
  [0, 1],
  [1, 1],
  [3, 1],
  [4, 2],
  [9, 4],
  [100, 50],
])('refused beside %i others, it is %i', (others, limit) => {
  const ceiling = createCeiling();
  ceiling.exhausted(others);
  expect(ceiling.limit).toBe(limit);
});

test('a refusal never raises it', () => {
  const ceiling = createCeiling();
  ceiling.exhausted(8);
  ceiling.exhausted(100);
  expect(ceiling.limit).toBe(4);
});

test('it grows by one with each round of successes, and a refusal begins the round anew', () => {
  const ceiling = createCeiling();
  ceiling.exhausted(4);
  const limits = Array.from({ length: 9 }, () => {
    ceiling.succeeded();
    return ceiling.limit;
  });
  expect(limits).toEqual([2, 3, 3, 3, 4, 4, 4, 4, 5]);
  for (let n = 0; n < 4; n++) ceiling.succeeded();
  ceiling.exhausted(100);
  ceiling.succeeded();
  expect(ceiling.limit).toBe(5);
});
