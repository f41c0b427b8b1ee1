import { binomialAtLeast } from '@muster/analysis';
import { describe, expect, test } from 'vitest';
import { aaDocument } from '../src/aa/document.ts';
import { findingOf } from '../src/aa/finding.ts';
import { anyAbove, rateOf } from '../src/aa/rates.ts';
import { renderText } from '../src/document/terminal.ts';
import { UnusableResultError } from '../src/errors.ts';
import { identicalArmsOn } from './support/identical.ts';

describe('rates', () => {
  test.each([
    [0, 59, 0, 1 - 0.05 ** (1 / 59)],
    [20, 20, 0.05 ** (1 / 20), 1],
  ])('%i of %i have exact bounds, here in closed form', (count, of, atLeast, atMost) => {
    const rate = rateOf(count, of);
    expect(rate).toMatchObject({ count, of, share: count / of });
    expect(rate?.atLeast).toBeCloseTo(atLeast, 12);
    expect(rate?.atMost).toBeCloseTo(atMost, 12);
  });

  test('2 of 700 are at most 0.90 %, with 95 %', () => {
    const rate = rateOf(2, 700);
    expect(rate?.atMost).toBeCloseTo(0.0089664, 7);
    expect(binomialAtLeast(2, 700, rate?.atLeast ?? 0)).toBeCloseTo(0.05, 12);
  });

  test('of nothing is none', () => {
    expect(rateOf(0, 0)).toBeNull();
  });

  test('several share the chance to lie above by accident', () => {
    // P(4 or more of 20 | 5 %) = 0.0159: enough for one rate, too much for a sixth of 5 %.
    const rate = rateOf(4, 20);
    expect(anyAbove([rate], 0.05)).toBe(true);
    expect(anyAbove([rate, null, null, null, null, null], 0.05)).toBe(false);
    expect(anyAbove([null, rateOf(6, 20), null, null, null, null], 0.05)).toBe(true);
  });
});

describe('identical arms on a host that is', () => {
  test('sound: no more false verdicts than promised, and the delay is found', async () => {
    const finding = findingOf(await identicalArmsOn({ blocks: 240, noise: 0.02 }));
    expect(finding).toMatchObject({ errs: false, promised: expect.closeTo(0.05), seed: 7 });
    expect(finding.windows.map(({ windows }) => windows)).toEqual([40, 24, 24]);
    for (const { falselyMet, falselyNotMet, falselyDecided, delayFound } of finding.windows) {
      expect(falselyDecided?.count).toBe((falselyMet?.count ?? 0) + (falselyNotMet?.count ?? 0));
      expect(falselyDecided?.share).toBeLessThan(0.15);
      // A tenth is more than three standard deviations of such pairs.
      expect(delayFound?.share).toBeGreaterThan(0.8);
    }
    expect(finding.noise.sdLog).toBeCloseTo(0.02 * Math.SQRT2, 2);
    const widths = finding.noise.widths.map(({ halfWidth }) => halfWidth ?? Number.NaN);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(finding.injected).toEqual({ share: 0.1, medianMs: expect.closeTo(10, 0) });
    expect(finding.noise.together.low).toBeLessThan(1);
    expect(finding.noise.together.high).toBeGreaterThan(1);
  });

  test('so noisy that a tenth cannot be seen: few delays are found', async () => {
    const finding = findingOf(await identicalArmsOn({ blocks: 120, noise: 0.5 }));
    expect(finding.errs).toBe(false);
    for (const { delayFound } of finding.windows) expect(delayFound?.share).toBeLessThan(0.3);
  });

  test('not sound, since it favours one of them: it is said to err', async () => {
    const finding = findingOf(await identicalArmsOn({ blocks: 120, bias: 1.2 }));
    expect(finding.errs).toBe(true);
    expect(finding.windows[0]?.falselyNotMet?.share).toBeGreaterThan(0.5);
    expect(renderText(aaDocument(finding))).toContain('More verdicts are false here than the 5 %');
  });

  test('losing trials: their windows are counted and in no rate', async () => {
    const finding = findingOf(await identicalArmsOn({ blocks: 30, failsIn: 8 }));
    expect(finding.windows.map(({ windows, invalid }) => [windows, invalid])).toEqual([
      [4, 1],
      [2, 1],
      // The look after six blocks ended that window before the trial that failed.
      [3, 0],
    ]);
    expect(finding.noise.widths.map(({ windows }) => windows)).toEqual([4, 2, 0]);
    expect(finding.noise.pairs).toBe(29);
    const text = renderText(aaDocument(finding));
    expect(text).toMatch(/ {2}6 blocks +4, and 1 /);
    expect(text).toContain('An experiment of 30 blocks: not known');
    expect(text).toContain('arm left: 1 of 30 runs did not succeed');
  });

  test('disturbed: the blocks are dropped, told, and made up for by spare ones', async () => {
    const quiet = findingOf(await identicalArmsOn({ blocks: 30 }));
    expect(quiet.blocks).toEqual({ planned: 30, judged: 30, dropped: 0 });
    const finding = findingOf(await identicalArmsOn({ blocks: 30, disturbedIn: [0, 8, 9, 31] }));
    expect(finding.blocks).toEqual({ planned: 30, judged: 30, dropped: 4 });
    expect(finding.windows.map(({ windows, invalid }) => [windows, invalid])).toEqual([
      [5, 0],
      [3, 0],
      [3, 0],
    ]);
    expect(renderText(aaDocument(finding))).toContain('4 of 34 blocks were dropped');
  });

  test('losing all of them: nothing was found out', async () => {
    const result = await identicalArmsOn({ blocks: 10, failsIn: 0 });
    expect(() => findingOf({ ...result, runs: { ...result.runs, blocks: [] } })).toThrow(
      UnusableResultError,
    );
  });
});

test('what was found survives JSON and is told in full', async () => {
  const finding = findingOf(await identicalArmsOn({ blocks: 60 }));
  expect(JSON.parse(JSON.stringify(finding))).toEqual(finding);
  const text = renderText(aaDocument(finding));
  expect(text).toContain(
    '60 of 60 blocks on Example CPU, 2 cores, Node v26.10.0, from dist, seed 7.',
  );
  expect(text).toContain('a delay is injected on purpose: 10 % of the time its own starts took');
  expect(text).toMatch(/ {2}6 blocks +10 +\d+ = \d/);
  expect(text).toMatch(/ {2}10 blocks +6 +\d+ = \d/);
  expect(text).toContain('Nothing here speaks against the promised 5 %');
  expect(text).toMatch(/- Pairs of identical arms vary by \d/);
});
