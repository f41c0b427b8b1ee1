import { expect, test } from 'vitest';
import { createTally } from '../src/stats.ts';

test('before the first acquire there is no hit rate', () => {
  expect(createTally().snapshot()).toEqual({
    hits: 0,
    misses: 0,
    hitRate: null,
    waits: { count: 0, totalMs: 0, maxMs: 0 },
    starts: 0,
    failedStarts: 0,
    deaths: 0,
  });
});

test('each thing is counted by its own name', () => {
  const tally = createTally();
  for (let n = 0; n < 3; n++) tally.hit();
  tally.miss();
  for (const ms of [5, 20, 1]) tally.waited(ms);
  for (let n = 0; n < 4; n++) tally.started();
  for (let n = 0; n < 2; n++) tally.startFailed();
  tally.died();
  expect(tally.snapshot()).toEqual({
    hits: 3,
    misses: 1,
    hitRate: 0.75,
    waits: { count: 3, totalMs: 26, maxMs: 20 },
    starts: 4,
    failedStarts: 2,
    deaths: 1,
  });
});

test('a snapshot does not change afterwards', () => {
  const tally = createTally();
  tally.waited(1);
  const before = tally.snapshot();
  tally.waited(9);
  tally.miss();
  expect(before.waits).toEqual({ count: 1, totalMs: 1, maxMs: 1 });
  expect(before.misses).toBe(0);
});
