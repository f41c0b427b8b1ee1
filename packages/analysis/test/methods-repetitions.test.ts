import { describe, expect, test } from 'vitest';
import { levelVariances, optimalRepetitions, type LevelVariance } from '../src/methods/index.ts';

const column = (levels: readonly LevelVariance[], of: 'seen' | 'own'): number[] =>
  levels.map((level) => level[of]);

describe('the variances of nested measurements', () => {
  const measurements = [
    [
      [3, 4, 3],
      [1.2, 3.1, 3],
    ],
    [
      [0.2, 1, 1.5],
      [1, 2, 3],
    ],
  ];

  test('are T^2 = .7266667 .2627778 .7747 of 2 builds of 2 processes of 3 iterations', () => {
    const levels = levelVariances(measurements);
    expect(levels.map(({ repetitions }) => repetitions)).toEqual([3, 2, 2]);
    const [iterations = NaN, processes = NaN, builds = NaN] = column(levels, 'own');
    expect(iterations).toBeCloseTo(0.7266667, 7);
    expect(processes).toBeCloseTo(0.2627778, 7);
    expect(builds).toBeCloseTo(0.7747, 4);
  });

  test('are at costs of 3, 20 and 100 best repeated 4.2937 and 1.3023 times', () => {
    const own = column(levelVariances(measurements), 'own');
    const [iterations = NaN, processes = NaN] = optimalRepetitions(own, [3, 20, 100]);
    expect(iterations).toBeCloseTo(4.2937, 4);
    expect(processes).toBeCloseTo(1.3023, 4);
  });

  test("are of Kalibera and Jones' example S^2 = 16.5 2.6 3.6 and T^2 = 16.5 -5.7 2.3", () => {
    const levels = levelVariances([
      [
        [9, 5],
        [8, 3],
      ],
      [
        [10, 6],
        [7, 11],
      ],
      [
        [1, 12],
        [2, 4],
      ],
    ]);
    const rounded = (of: 'seen' | 'own'): number[] =>
      column(levels, of).map((each) => Number(each.toFixed(1)));
    expect(rounded('seen')).toEqual([16.5, 2.6, 3.6]);
    expect(rounded('own')).toEqual([16.5, -5.7, 2.3]);
  });

  test.each([
    [[1, [2, 3]], '`measurements` must be equally deep everywhere'],
    [
      [
        [1, 2],
        [1, 2, 3],
      ],
      '`measurements` must repeat a level equally often everywhere, 2 or more times, got 2, 3',
    ],
    [
      [[1], [2]],
      '`measurements` must repeat a level equally often everywhere, 2 or more times, got 1',
    ],
    [[], '`measurements` must hold at least one number, got none'],
    [[1, NaN], '`measurements[1]` must be a finite number, got NaN'],
  ])('of %j are misuse', (wrong, message) => {
    expect(() => levelVariances(wrong)).toThrow(new TypeError(message));
  });
});

describe('the best repetitions', () => {
  test('of a level that adds nothing are one, and of one within such a level without end', () => {
    expect(optimalRepetitions([4, -1, 2], [1, 1, 1])).toEqual([Infinity, 1]);
    expect(optimalRepetitions([0, 0], [1, 1])).toEqual([1]);
  });

  test('take a cost a level', () => {
    expect(() => optimalRepetitions([1, 2], [1])).toThrow(
      new TypeError('`costs` must hold 2 numbers, one a level, got 1'),
    );
    expect(() => optimalRepetitions([1, 2], [1, 0])).toThrow(
      new TypeError('`costs[1]` must be above 0, got 0'),
    );
  });
});
