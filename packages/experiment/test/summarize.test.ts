import { expect, test } from 'vitest';
import type { Summary } from '../src/definition/definition.ts';
import { summarizeTrial } from '../src/trial/summarize.ts';

const oneToTwenty = Array.from({ length: 20 }, (_, index) => 20 - index);

test.each<[Summary, readonly number[], number]>([
  ['median', [3, 1, 2], 2],
  ['median', [4, 1, 3, 2], 2.5],
  ['median', [10, 9, 100], 10],
  ['median', [7], 7],
  ['p95', oneToTwenty, 19],
  ['p95', [...oneToTwenty, 21], 20],
  ['p95', [5], 5],
  ['mean', [1, 2, 6], 3],
  ['total', [1, 2, 6], 9],
  ['single', [0.7], 0.7],
])('the %s of %j is %d', (summary, observed, expected) => {
  const metrics = { m: { unit: 'ms', about: 'a metric', summary } };
  expect(summarizeTrial(metrics, { m: observed })).toEqual({ m: expected });
});

test('a metric that was not observed has no number', () => {
  const metric = { unit: 'ms', about: 'a metric', summary: 'total' } as const;
  expect(summarizeTrial({ a: metric, b: metric }, { a: [1] })).toEqual({ a: 1 });
});
