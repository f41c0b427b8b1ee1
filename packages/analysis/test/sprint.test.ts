import { describe, expect, test } from 'vitest';
import { judgeSprint, type SprintInput } from '../src/decision/sprint.ts';
import { halfOfGain } from '../src/decision/targets.ts';
import type { Verdict } from '../src/verdict.ts';
import { improvementOf, judgementOf, sprintOf, targets, type Ends } from './support.ts';

test.each([
  [2, 1.5],
  [3, 2],
  [5, 3],
])('half the gain of %dx is %dx', (minimum, half) => {
  expect(halfOfGain(minimum)).toBe(half);
});

describe('a sprint', () => {
  test.each<[string, Verdict, Ends, Verdict, Verdict, string, string | null]>([
    ['all is met', 'met', [2.2, 2.9], 'met', 'met', 'keep', null],
    [
      'the improvement is short of the target',
      'not met',
      [1.6, 1.9],
      'met',
      'not met',
      'adjust target',
      '1.6-1.9×',
    ],
    [
      'the improvement may be too small to keep',
      'not met',
      [1.4, 1.9],
      'met',
      'not met',
      'adjust target',
      '1.4-1.9×',
    ],
    [
      'the improvement is too small to keep',
      'not met',
      [1.1, 1.4],
      'met',
      'not met',
      'skip',
      '1.1-1.4×',
    ],
    [
      'only another criterion is not met',
      'met',
      [2.2, 2.9],
      'not met',
      'not met',
      'focus on others',
      null,
    ],
    [
      'another is not met and the improvement is unknown',
      'inconclusive',
      [0, null],
      'not met',
      'not met',
      'measure again',
      null,
    ],
    [
      'another is not met and the improvement has no lower end',
      'inconclusive',
      [0, 3],
      'not met',
      'not met',
      'measure again',
      null,
    ],
    [
      'the improvement is inconclusive',
      'inconclusive',
      [1.6, 2.4],
      'met',
      'inconclusive',
      'measure again',
      null,
    ],
    [
      'another criterion is inconclusive',
      'met',
      [2.2, 2.9],
      'inconclusive',
      'inconclusive',
      'measure again',
      null,
    ],
    ['the improvement is invalid', 'invalid', null, 'met', 'invalid', 'measure again', null],
    [
      'another is invalid although the improvement is not met',
      'not met',
      [1.1, 1.4],
      'invalid',
      'invalid',
      'measure again',
      null,
    ],
  ])('when %s', (_, speed, ends, other, verdict, action, adjusted) => {
    const judged = sprintOf(speed, ends, other);
    expect(judged.verdict).toBe(verdict);
    expect(judged.response.action).toBe(action);
    expect(judged.adjustedTarget?.statedAs ?? null).toBe(adjusted);
    expect(JSON.parse(JSON.stringify(judged))).toEqual(judged);
  });

  test.each<[Verdict, Ends, Verdict, string]>([
    ['met', [2.2, 2.9], 'met', 'every criterion is met (target: "2× minimum, 5× ideal")'],
    [
      'met',
      [5.1, 6],
      'met',
      'every criterion is met (target: "2× minimum, 5× ideal"), and the ideal is reached',
    ],
    [
      'not met',
      [1.1, 1.4],
      'met',
      'the plan says to skip it "if improvement <1.5×", and the measured 1.10x to 1.40x lies wholly below that',
    ],
    [
      'not met',
      [1.4, 1.9],
      'met',
      `not met: speed; the plan: 'Adjust Phase 3 target from "2-5×" to empirical result', which is 1.4-1.9×; it may lie below 1.5×, where the plan says to skip it, but that is not shown`,
    ],
    [
      'met',
      [2.2, 2.9],
      'not met',
      'not met: hit-rate; the improvement itself is met with the measured 2.20x to 2.90x. Until the rest is too, the plan: "Focus on other optimizations with better ROI"',
    ],
    [
      'inconclusive',
      [1.2, 2.4],
      'met',
      'nothing failed, but not every criterion is shown to be met: more blocks would tell; it may lie below 1.5×, where the plan says to skip it, but that is not shown',
    ],
  ])('that is %s with %j and otherwise %s says why', (speed, ends, other, because) => {
    expect(sprintOf(speed, ends, other).response.because).toBe(because);
  });

  test('tells its speed-up as data and where it lies against half of the gain', () => {
    expect(sprintOf('met', [2.2, 2.9])).toMatchObject({
      speedup: { low: 2.2, high: 2.9, confidence: 0.9 },
      targets: { minimum: 2, ideal: 5 },
      half: 'over',
    });
    expect(sprintOf('not met', [1.1, 1.4]).half).toBe('under');
    expect(sprintOf('inconclusive', [1.2, 2.4]).half).toBe('unclear');
    expect(sprintOf('invalid', null)).toMatchObject({ speedup: null, half: 'unclear' });
  });

  test('hands on the warnings of its criteria by name', () => {
    const warned = { ...judgementOf('hit-rate', 'met'), warnings: ['few runs'] };
    const input: SprintInput = {
      id: '3.1',
      optimization: 'Agent pooling',
      improvement: 'speed',
      targets,
      criteria: [improvementOf('met', [2.2, 2.9]), warned],
    };
    expect(judgeSprint(input).warnings).toEqual(['hit-rate: few runs']);
  });

  test.each<[Partial<SprintInput>, string]>([
    [{ improvement: 'sped' }, '`improvement` must be one of speed, hit-rate, got sped'],
    [{ improvement: 'hit-rate' }, '`improvement` must be a criterion of kind speedup, got level'],
    [
      { targets: { ...targets, minimum: 3 } },
      '`improvement` must be bound by `targets.minimum` (at least 3x), got at least 2x',
    ],
    [
      { targets: { ...targets, skipBelow: 2.5 } },
      '`targets` must be 1 < skipBelow <= minimum <= ideal, got 2.5, 2, 5',
    ],
  ])('refuses %j', (change, message) => {
    const input: SprintInput = {
      id: '3.1',
      optimization: 'Agent pooling',
      improvement: 'speed',
      targets,
      criteria: [improvementOf('met', [2.2, 2.9]), judgementOf('hit-rate', 'met')],
    };
    expect(() => judgeSprint({ ...input, ...change })).toThrow(new TypeError(message));
  });
});
