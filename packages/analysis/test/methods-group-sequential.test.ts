import { describe, expect, test } from 'vitest';
import {
  crossings,
  meanTest,
  shapedBoundaries,
  spendingBoundaries,
  studentQuantile,
} from '../src/methods/index.ts';
import { normalProbability, normalQuantile } from '../src/normal.ts';
import { signedRankTest } from '../src/signed-rank.ts';
import { seeded } from './support.ts';

const evenly = (looks: number): number[] =>
  Array.from({ length: looks }, (_, at) => (at + 1) / looks);

const near = (expected: readonly number[]): unknown[] =>
  expected.map((each): unknown => expect.closeTo(each, 4));

describe("boundaries by O'Brien and Fleming's spending", () => {
  // rpact 3.3.4
  test.each([
    [0.95, [2.538, 1.6621]],
    [0.95, [3.2001, 2.1408, 1.6948]],
    [0.95, [3.7496, 2.5399, 2.0161, 1.7202]],
    [0.95, [4.2292, 2.8881, 2.2981, 1.9618, 1.7397]],
    [0.975, [3.7103, 2.5114, 1.993]],
    [0.975, [4.8769, 3.357, 2.6803, 2.2898, 2.031]],
  ])('at a confidence of %d are %j', (confidence, expected) => {
    expect(spendingBoundaries(evenly(expected.length), confidence)).toEqual(near(expected));
  });

  test('spend at each look what the function says', () => {
    const shares = [0.2, 0.5, 0.9, 1];
    const spent = crossings(
      shares,
      spendingBoundaries(shares, 0.95, (share, alpha) => alpha * share),
    );
    expect(spent).toEqual(near([0.01, 0.015, 0.02, 0.005]));
  });

  test('at a look next to the last use up nearly all there is', () => {
    const [first, , last] = spendingBoundaries([0.5, 0.99, 1], 0.95);
    const [alone, end] = spendingBoundaries([0.5, 1], 0.95);
    expect(first).toBeCloseTo(alone ?? NaN, 10);
    const all = crossings([0.5, 0.99, 1], [first ?? NaN, Infinity, end ?? NaN]);
    expect(all.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0.05, 8);
    expect(last).toBeGreaterThan(end ?? NaN);
  });

  test('with one look are the normal quantile, and infinite where nothing may be spent', () => {
    expect(spendingBoundaries([1], 0.95)[0]).toBeCloseTo(normalQuantile(0.95), 10);
    expect(spendingBoundaries([0.01, 1], 0.95)[0]).toBe(Infinity);
  });
});

describe('boundaries of a shape', () => {
  test.each([
    [2, 2.1783],
    [3, 2.2895],
    [4, 2.3613],
    [5, 2.4132],
  ])('of 0.5 are those of Pocock: at each of %d looks %d', (looks, each) => {
    const expected = Array.from({ length: looks }, () => each);
    expect(shapedBoundaries(evenly(looks), 0.975, 0.5)).toEqual(near(expected));
  });

  test("of 0 are those of O'Brien and Fleming", () => {
    const expected = [4.5617, 3.2256, 2.6337, 2.2809, 2.0401];
    expect(shapedBoundaries(evenly(5), 0.975, 0)).toEqual(near(expected));
  });
});

test.each([-0.5, 0.7, 1])('boundaries of the shape %d spend all there is', (shape) => {
  const shares = [0.1, 0.6, 1];
  const spent = crossings(shares, shapedBoundaries(shares, 0.95, shape));
  expect(spent.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0.05, 10);
});

/** Whether values are claimed to lie above 0 at the look of this index. */
type Test = (values: readonly number[], look: number) => boolean;

const signedRank =
  (tails: readonly number[]): Test =>
  (values, look) =>
    signedRankTest(values).greater <= (tails[look] ?? 0);

/** How often pairs that lie `shift` above the threshold are claimed to, and after how many of them. */
function claims(
  looks: readonly number[],
  claim: Test,
  shift: number,
  noise: () => number,
): { share: number; pairs: number } {
  const total = { claimed: 0, pairs: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const values = Array.from({ length: looks.at(-1) ?? 0 }, () => shift + noise());
    const passed = looks.find((pairs, look) => claim(values.slice(0, pairs), look));
    if (passed !== undefined) total.claimed += 1;
    total.pairs += passed ?? values.length;
  }
  return { share: total.claimed / ROUNDS, pairs: total.pairs / ROUNDS };
}

const ROUNDS = 1500;
const chance = seeded(20);
const normal = (): number => normalQuantile(chance() + 2 ** -33);
const run = (): number => 0.2 * normal() + (chance() < 0.1 ? Math.log(1.5 + 2.5 * chance()) : 0);

/** Four standard errors of a share, and what it is rounded by. */
const chanceOf = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / ROUNDS) + 0.0005;

describe('tests against the boundaries at 10, 20 and 30 pairs', () => {
  const looks = [10, 20, 30];
  const boundaries = spendingBoundaries([1 / 3, 2 / 3, 1], 0.95);
  const exact = signedRank(boundaries.map((each) => normalProbability(-each)));
  const student: Test = (values, look) =>
    meanTest(values).statistic >
    studentQuantile(normalProbability(boundaries[look] ?? NaN), values.length - 1);

  // 20,000 repetitions each.
  test.each([
    ['normal pairs at the threshold, by ranks,', exact, 0, () => 0.2 * normal(), 0.051],
    ['spiky pairs at the threshold, by ranks,', exact, 0, () => run() - run(), 0.048],
    ['normal pairs at 1.1 times it, by ranks,', exact, Math.log(1.1), () => 0.2 * normal(), 0.791],
    ['normal pairs at the threshold, by t,', student, 0, () => 0.2 * normal(), 0.049],
  ])('claim %s as often as the reference', (_, claim, shift, noise, expected) => {
    expect(Math.abs(claims(looks, claim, shift, noise).share - expected)).toBeLessThan(
      chanceOf(expected),
    );
  });

  test('claim pairs at 1.15 times the threshold after 22.5 of them', () => {
    const { share, pairs } = claims(looks, exact, Math.log(1.15), () => 0.2 * normal());
    expect(Math.abs(share - 0.974)).toBeLessThan(chanceOf(0.974));
    expect(Math.abs(pairs - 22.5)).toBeLessThan(0.8);
  });
});

describe('looks that few and expensive blocks can pass', () => {
  // Shares claimed at the threshold and a standard deviation above it, and the pairs that takes.
  test.each([
    [[10], [0.042], 0.042, 0.863, 10],
    [[6, 10], [1 / 64, 0.042], 0.05, 0.867, 8.6],
    [[6, 10], [1 / 64, 0.0322], 0.035, 0.792, 8.6],
    [[6, 8, 10], [1 / 64, 0.0117, 0.042], 0.052, 0.871, 8.4],
    [[8, 12, 16, 20], [0.0117, 0.0171, 0.0193, 0.0266], 0.043, 0.989, 11.3],
  ])('%j claim as often as the reference', (looks, tails, atThreshold, above, pairs) => {
    expect(Math.abs(claims(looks, signedRank(tails), 0, normal).share - atThreshold)).toBeLessThan(
      chanceOf(atThreshold),
    );
    const found = claims(looks, signedRank(tails), 1, normal);
    expect(Math.abs(found.share - above)).toBeLessThan(chanceOf(above));
    expect(Math.abs(found.pairs - pairs)).toBeLessThan(0.3);
  });
});

test.each([
  [() => spendingBoundaries([0.5], 0.95), '`shares` must end with 1, got 0.5'],
  [() => spendingBoundaries([], 0.95), '`shares` must end with 1, got none'],
  [
    () => spendingBoundaries([0.5, 0.5, 1], 0.95),
    '`shares[1]` must be at least 0.001 above 0.5 and at most 1, got 0.5',
  ],
  [() => shapedBoundaries([1], 0.95, NaN), '`shape` must be between -0.5 and 1, got NaN'],
  [() => shapedBoundaries([0.5, 1], 0.95, 5), '`shape` must be between -0.5 and 1, got 5'],
  [
    () => spendingBoundaries([0.5, 1], 0.75, () => 2),
    '`spending` must return what was spent before, 0, to all there is, 0.25, got 2',
  ],
  [
    () => spendingBoundaries([0.5, 1], 0.75, () => NaN),
    '`spending` must return what was spent before, 0, to all there is, 0.25, got NaN',
  ],
  [
    () => spendingBoundaries([0.5, 1], 0.75, (share, alpha) => alpha * (1 - share)),
    '`spending` must return what was spent before, 0.125, to all there is, 0.25, got 0',
  ],
  [() => crossings([0.5, 1], [2]), '`boundaries` must hold 2 numbers, one a look, got 2'],
])('misuse is refused by name', (misuse, message) => {
  expect(misuse).toThrow(new TypeError(message));
});
