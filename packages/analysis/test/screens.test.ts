import { describe, expect, test } from 'vitest';
import { typicalLevel } from '../src/estimate.ts';
import type { Estimate, Interval } from '../src/interval.ts';
import { normalQuantile } from '../src/normal.ts';
import { allowingForFew } from '../src/screens/few.ts';
import { screenBlocks } from '../src/screens/screen.ts';
import { stretched } from '../src/screens/stretched.ts';
import { seeded } from './support.ts';

/** The interval that a verdict on these blocks must hold for. */
function cautious(values: readonly number[], plain: Estimate): Interval {
  const doubted = screenBlocks(values).some(({ downgrades }) => downgrades);
  return doubted ? stretched(plain, 'linear') : allowingForFew('level', plain);
}

/** A standard autoregression of the first order, moved along a straight line in all by `drift`. */
function blocks(n: number, next: () => number, { phi = 0, drift = 0 } = {}): number[] {
  const noise = (): number => normalQuantile(next() + 2 ** -33);
  let before = noise();
  return Array.from({ length: n }, (_, at) => {
    if (at > 0) before = phi * before + Math.sqrt(1 - phi * phi) * noise();
    return before + drift * (at / (n - 1) - 0.5);
  });
}

describe('the screen of blocks', () => {
  test('finds nothing in few or in unremarkable blocks', () => {
    expect(screenBlocks([1, 2, 3, 4, 5])).toEqual([]);
    expect(screenBlocks([1, 5, 2, 6, 4, 3, 1.5, 5.5, 2.5, 4.5])).toEqual([]);
    expect(screenBlocks([3, 3, 3, 3, 3, 3, 3, 3])).toEqual([]);
  });

  test('finds a steady rise twice, and what it does to a verdict', () => {
    const findings = screenBlocks([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(findings.map(({ kind, downgrades }) => [kind, downgrades])).toEqual([
      ['autocorrelated', true],
      ['trending', true],
    ]);
    expect(findings[1]?.because).toBe(
      'values rise from block to block (Mann-Kendall, p < 0.001): their typical value is that of this run, not one they keep',
    );
  });

  test('finds blocks that take turns, which only makes an interval too wide', () => {
    const findings = screenBlocks([1, 15, 2, 16, 4, 11, 3, 12, 8, 14, 6, 9, 7, 13, 5, 10]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind: 'patterned', downgrades: false });
  });

  test('does not depend on one wild block', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(screenBlocks([...values.slice(0, 9), 1e9])).toEqual(screenBlocks(values));
    expect(screenBlocks([...values.slice(0, 9), Infinity])).toEqual(screenBlocks(values));
  });

  test('doubts each of several series less', () => {
    const values = [1, 3, 2, 4, 6, 5, 3.5, 4.5];
    expect(screenBlocks(values)).toHaveLength(1);
    expect(screenBlocks(values, 12)).toEqual([]);
    expect(() => screenBlocks(values, 0)).toThrow(
      new TypeError('`among` must be a positive integer, got 0'),
    );
  });

  test.each([6, 10, 20, 30])('doubts about 1 in 8 of %d independent blocks', (n) => {
    const next = seeded(100 + n);
    let [doubted, patterned] = [0, 0];
    for (let at = 0; at < 2000; at += 1) {
      const findings = screenBlocks(blocks(n, next));
      if (findings.some(({ downgrades }) => downgrades)) doubted += 1;
      if (findings.some(({ kind }) => kind === 'patterned')) patterned += 1;
    }
    expect(Math.abs(doubted / 2000 - 0.13)).toBeLessThan(0.03);
    expect(patterned / 2000).toBeLessThan(0.03);
  });
});

describe('a verdict at the bound that must hold for the stretched interval', () => {
  const repetitions = 1000;
  const falseRates = (n: number, data: { phi?: number; drift?: number }): [number, number] => {
    const next = seeded(7 * n + 1);
    let [met, notMet] = [0, 0];
    for (let at = 0; at < repetitions; at += 1) {
      const values = blocks(n, next, data);
      const plain = typicalLevel(values, 0.9);
      const { low, high } = cautious(values, plain);
      if (low > 0) met += 1;
      if (high < 0) notMet += 1;
    }
    return [met / repetitions, notMet / repetitions];
  };

  // What may be is 5.5 of 100; two standard errors of 1,000 repetitions are 1.4.
  test.each([
    [20, { phi: 0.5 }],
    [20, { phi: 0.9 }],
    [30, { phi: 0.5 }],
    [30, { phi: 0.9 }],
    [6, { drift: 1 }],
    [6, { drift: 3 }],
    [10, { drift: 1 }],
    [10, { drift: 3 }],
    [30, { drift: 3 }],
  ])('is false at most at its level: %d blocks, %j', (n, data) => {
    for (const rate of falseRates(n, data)) expect(rate).toBeLessThan(0.055 + 0.014);
  });

  // No screen tells so few dependent blocks from independent ones, so the interval is always stretched.
  test.each([
    [6, { phi: 0.5 }],
    [6, { phi: 0.9 }],
    [10, { phi: 0.5 }],
    [10, { phi: 0.9 }],
    [19, { phi: 0.9 }],
  ])('of few is false at most at its level: %d blocks, %j', (n, data) => {
    for (const rate of falseRates(n, data)) expect(rate).toBeLessThan(0.055 + 0.014);
  });

  test('is not lost where the effect is large', () => {
    const next = seeded(77);
    let met = 0;
    for (let at = 0; at < repetitions; at += 1) {
      const values = blocks(10, next).map((value) => value + 9);
      const plain = typicalLevel(values, 0.9);
      if (cautious(values, plain).low > 0) met += 1;
    }
    expect(met / repetitions).toBeGreaterThan(0.98);
  });
});

describe('a stretched interval', () => {
  test('has its ends 6.2 times as far from its value', () => {
    const wide = stretched({ value: 10, low: 9, high: 12 }, 'linear');
    expect(wide).toEqual({
      value: 10,
      low: expect.closeTo(10 - Math.sqrt(39), 12),
      high: expect.closeTo(10 + 2 * Math.sqrt(39), 12),
    });
  });

  test('of a ratio has them so on the scale of logarithms', () => {
    const wide = stretched({ value: 4, low: 2, high: 8, n: 10 }, 'log');
    expect(wide).toEqual({
      value: 4,
      low: expect.closeTo(4 * 2 ** -Math.sqrt(39), 12),
      high: expect.closeTo(4 * 2 ** Math.sqrt(39), 9),
      n: 10,
    });
  });

  test('keeps ends that are open, and a value that never varies', () => {
    expect(stretched({ value: 4, low: 0, high: Infinity }, 'log')).toMatchObject({
      low: 0,
      high: Infinity,
    });
    expect(stretched({ value: 0, low: 0, high: 0 }, 'log')).toMatchObject({ low: 0, high: 0 });
    expect(stretched({ value: Infinity, low: Infinity, high: Infinity }, 'linear').low).toBe(
      Infinity,
    );
    expect(stretched({ value: Infinity, low: 3, high: Infinity }, 'linear').low).toBe(-Infinity);
  });
});
