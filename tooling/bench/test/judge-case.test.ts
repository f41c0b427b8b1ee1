import { describe, expect, test } from 'vitest';
import type { BenchCase } from '../bench-case.ts';
import { judgeCase } from '../judge-case.ts';

const unused = (): Promise<number> => Promise.reject(new Error('judging measures nothing'));
const base: BenchCase = { name: 'a case', unit: 'ms', ours: unused, peers: {}, rounds: 1 };

describe('the ratio', () => {
  test.each([
    { better: 'less', ours: 2, peers: { a: 4, b: 10 }, ratio: 2 },
    { better: 'less', ours: 8, peers: { a: 4, b: 10 }, ratio: 0.5 },
    { better: 'more', ours: 8, peers: { a: 4, b: 2 }, ratio: 2 },
    { better: 'more', ours: 2, peers: { a: 4, b: 1 }, ratio: 0.5 },
  ] as const)(
    'is $ratio for $ours against $peers where $better is better',
    ({ better, ours, peers, ratio }) => {
      expect(judgeCase({ ...base, better }, { ours, peers }).ratio).toBe(ratio);
    },
  );

  test('leaves floors out, which are told all the same', () => {
    const peers = { peer: 6, floor: 1 };
    const judged = judgeCase({ ...base, floors: ['floor'] }, { ours: 3, peers });
    expect(judged).toMatchObject({ ratio: 2, peers });
  });

  test.each([{}, { floor: 1 }])('is null without a peer that competes: %o', (peers) => {
    expect(judgeCase({ ...base, floors: ['floor'] }, { ours: 3, peers }).ratio).toBeNull();
  });
});

describe('the goal', () => {
  test.each([
    { ours: 0.9, met: true },
    { ours: 1, met: false },
  ])('under 1 ms is met: $met at $ours', ({ ours, met }) => {
    const goal = { text: 'under 1 ms', holds: (value: number) => value < 1 };
    expect(judgeCase({ ...base, goal }, { ours, peers: {} })).toMatchObject({
      goal: 'under 1 ms',
      met,
    });
  });

  test('may be one for the ratio', () => {
    const holds = (_ours: number, ratio: number | null): boolean => (ratio ?? 0) > 1;
    const goal = { text: 'ahead of every peer', holds };
    expect(judgeCase({ ...base, goal }, { ours: 1, peers: { a: 2 } }).met).toBe(true);
    expect(judgeCase({ ...base, goal }, { ours: 1, peers: {} }).met).toBe(false);
  });

  test('is null, met or not, where there is none', () => {
    expect(judgeCase(base, { ours: 1, peers: {} })).toMatchObject({ goal: null, met: null });
  });
});
