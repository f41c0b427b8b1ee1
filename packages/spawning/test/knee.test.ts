import { describe, expect, test } from 'vitest';
import { createKnee } from '../src/strategies/knee.ts';
import { chanceFrom } from './fixtures/chance.ts';
import { bestOf, climb, falling, saturating, type Throughput } from './fixtures/simulated-host.ts';

const MAX = 64;
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The rate at the concurrency chosen in the end, as a share of the best there is. */
const shareOfBest = (host: Throughput, noise: number, seed: number): number => {
  const { limit } = climb({
    host: () => host,
    starts: 2_500,
    max: MAX,
    noise,
    random: chanceFrom(seed),
  });
  return host(limit) / bestOf(host, MAX);
};

const hosts: [string, { readonly host: Throughput }][] = [
  ...[1, 2, 3, 5, 8, 12, 20, 33, 48].map((knee): [string, { readonly host: Throughput }] => [
    `that bears ${knee} at once`,
    { host: saturating(knee) },
  ]),
  ...[1, 2, 5, 12, 30].map((knee): [string, { readonly host: Throughput }] => [
    `that bears ${knee} at once and is slowed down by more`,
    { host: falling(knee) },
  ]),
];

describe('on a host', () => {
  test.each(hosts)('$0, it settles within 10 %% of the best rate', (_, { host }) => {
    expect(shareOfBest(host, 0, 1)).toBeGreaterThanOrEqual(0.9);
  });

  test.each(hosts)(
    '$0, whose starts differ by 30 %%, it does so 9 times in 10, and never loses a quarter',
    (_, { host }) => {
      const shares = SEEDS.map((seed) => shareOfBest(host, 0.3, seed));
      expect(shares.filter((share) => share < 0.9).length).toBeLessThanOrEqual(SEEDS.length / 10);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.75);
    },
  );

  test('where starts do not slow each other down, it goes to the most it may', () => {
    for (const seed of SEEDS) {
      const run = { host: () => saturating(1_000), starts: 1_000, max: MAX, noise: 0.3 };
      expect(climb({ ...run, random: chanceFrom(seed) }).limit).toBe(MAX);
    }
  });

  test('where nothing is gained by it, it does not go on climbing', () => {
    const run = { host: () => saturating(1), starts: 300, max: MAX, noise: 0, initial: 1 };
    expect(climb({ ...run, random: () => 0 }).limit).toBe(1);
  });

  test('it begins too high and comes down', () => {
    const host = falling(4);
    const run = { host: () => host, starts: 2_000, max: MAX, noise: 0, initial: 32 };
    const { limit } = climb({ ...run, random: () => 0 });
    expect(host(limit) / bestOf(host, MAX)).toBeGreaterThanOrEqual(0.9);
  });

  test.each([
    ['loses cores', saturating(16), falling(3)],
    ['is left alone by others', (c: number) => falling(2)(c) / 4, falling(8)],
  ])('that %s midway, it settles anew', (_, before, after) => {
    for (const seed of SEEDS) {
      const { limit } = climb({
        host: (done) => (done < 1_000 ? before : after),
        starts: 4_000,
        max: MAX,
        noise: 0.1,
        random: chanceFrom(seed),
      });
      expect(after(limit) / bestOf(after, MAX)).toBeGreaterThanOrEqual(0.9);
    }
  });

  test('of two cores, 700 starts take hardly longer than at the best concurrency', () => {
    const host = falling(2);
    const rates = SEEDS.map((seed) => {
      const run = { host: () => host, starts: 700, max: MAX, noise: 0.3, initial: 4 };
      return climb({ ...run, random: chanceFrom(seed) }).rate / bestOf(host, MAX);
    });
    expect(mean(rates)).toBeGreaterThanOrEqual(0.95);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.8);
  });
});

test('it never leaves its bounds', () => {
  const random = chanceFrom(1);
  const knee = createKnee({ min: 3, max: 10, initial: 50 });
  const seen = new Set<number>();
  for (let n = 0; n < 2_000; n++) {
    knee.succeeded(n * 10 * random());
    if (n % 97 === 0) knee.pressed();
    seen.add(knee.limit);
  }
  expect(Math.min(...seen)).toBe(3);
  expect(Math.max(...seen)).toBe(10);
});

test('pressed, it is satisfied with half, and climbs from there', () => {
  const knee = createKnee({ min: 1, max: 64, initial: 16 });
  knee.pressed();
  expect(knee.limit).toBe(8);
  for (let n = 1; n < 60; n++) knee.succeeded(n);
  expect(knee.limit).toBeGreaterThan(8);
});

test('what it was kept from starting is no measure of the host', () => {
  const limits = [false, true].map((isInterrupted) => {
    const knee = createKnee({ min: 1, max: 8, initial: 2 });
    for (let n = 1; n <= 14; n++) {
      // Between the two, nothing was there to be started for a long time.
      if (n === 8 && isInterrupted) knee.interrupted();
      knee.succeeded(n >= 8 ? n + 1_000_000 : n);
    }
    return knee.limit;
  });
  expect(limits).toEqual([4, 2]);
});
