import { describe, expect, test } from 'vitest';
import { backoffMs, startsToBegin } from '../src/refill.ts';

describe('how many starts begin', () => {
  test.each([
    {
      size: 5,
      agents: 0,
      starting: 0,
      maxStarting: 2,
      begin: 2,
      why: 'an empty pool, two at once',
    },
    { size: 5, agents: 0, starting: 0, maxStarting: 9, begin: 5, why: 'no more than the size' },
    { size: 5, agents: 2, starting: 2, maxStarting: 2, begin: 0, why: 'all starts are taken' },
    { size: 5, agents: 4, starting: 1, maxStarting: 2, begin: 1, why: 'one is missing' },
    { size: 5, agents: 5, starting: 0, maxStarting: 2, begin: 0, why: 'the pool is full' },
    { size: 5, agents: 6, starting: 0, maxStarting: 2, begin: 0, why: 'never a negative number' },
    {
      size: 5,
      agents: 3,
      starting: 3,
      maxStarting: 2,
      begin: 0,
      why: 'more starting than allowed',
    },
    { size: 1, agents: 0, starting: 0, maxStarting: 1, begin: 1, why: 'the smallest pool' },
  ])('$begin of $size with $agents agents: $why', ({ begin, ...state }) => {
    expect(startsToBegin(state)).toBe(begin);
  });
});

describe('the pause after failed starts', () => {
  test.each([
    [1, 50],
    [2, 100],
    [3, 200],
    [7, 3_200],
    [8, 5_000],
    [9, 5_000],
    [10_000, 5_000],
    [Number.MAX_SAFE_INTEGER, 5_000],
  ])('after %i in a row it is %i ms', (failures, ms) => {
    expect(backoffMs(failures)).toBe(ms);
  });
});
