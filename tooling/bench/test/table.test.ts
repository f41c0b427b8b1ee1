import { expect, test } from 'vitest';
import { caseTable } from '../table.ts';

const result = { name: 'a case', unit: 'µs', ours: 2.3456, ratio: 4.2, goal: null, met: null };

test('tells the contestants from the best to the worst, and what the ratio means', () => {
  expect(caseTable({ ...result, peers: { slow: 1234.5, quick: 1 } }, { floors: ['quick'] })).toBe(
    [
      'a case',
      '  quick          1 µs  (floor)',
      '  ours        2.35 µs',
      '  slow        1230 µs',
      '  4.2x the best peer (above 1: ours is better)',
    ].join('\n'),
  );
});

test('puts the largest first where more is better', () => {
  const lines = caseTable({ ...result, peers: { peer: 5 } }, { better: 'more' }).split('\n');
  expect(lines.slice(1, 3).map((line) => line.trim().split(' ')[0])).toEqual(['peer', 'ours']);
});

test.each([
  { met: true, told: '  goal: under 1 ms: met' },
  { met: false, told: '  goal: under 1 ms: not met' },
])('ends with the goal: $told', ({ met, told }) => {
  const table = caseTable({ ...result, peers: {}, ratio: null, goal: 'under 1 ms', met }, {});
  expect(table.split('\n').at(-1)).toBe(told);
});
