import { describe, expect, test } from 'vitest';
import { atMost, lessThan, moreThan, type Criterion } from '../src/criterion.ts';
import { judgeCriterion } from '../src/judge.ts';
import { judgeExperiment } from '../src/judge-experiment.ts';
import { criterionName } from '../src/judgement.ts';
import type { Runs } from '../src/runs.ts';
import { faster, metrics, plan, runs, speedup, ten } from './pool-runs.ts';
import { runsOf, withTrial } from './support.ts';

describe('a criterion', () => {
  test('is met, with its numbers', () => {
    expect(judgeCriterion(faster, metrics, runs, plan)).toMatchObject({
      id: 'faster',
      launcher: null,
      why: 'less is not worth a pool',
      unit: 'x',
      verdict: 'met',
      because: expect.stringMatching(/^the interval 9\.\d+x to 10\.\dx lies wholly above 2x$/),
      warnings: [],
    });
  });

  test('may say its own unit, but not be about an unknown metric', () => {
    expect(judgeCriterion({ ...faster, unit: 'times' }, metrics, runs, plan).unit).toBe('times');
    const unknown = { ...faster, unit: 'x', quantity: { ...speedup, metric: 'ready' } };
    expect(() => judgeCriterion(unknown, metrics, runs, plan)).toThrow(
      new TypeError('`metric` must be one of readyMs, fillMs, hits, acquires, got "ready"'),
    );
  });

  test('is inconclusive with too few blocks, however clear they look', () => {
    const four: Runs = { plannedBlocks: 4, blocks: runs.blocks.slice(0, 4) };
    expect(judgeCriterion(faster, metrics, four, plan)).toMatchObject({
      verdict: 'inconclusive',
      estimate: { low: 0, high: null },
      warnings: ['4 values bound nothing at 95 % one-sided confidence: at least 5 are needed'],
    });
  });

  test('of an allowance that is never used is met when it includes zero', () => {
    const lost = runsOf({ pool: { hits: ten(0) } });
    const none: Criterion = {
      ...faster,
      quantity: { kind: 'level', metric: 'hits', arm: 'pool' },
      bound: atMost(0),
    };
    expect(judgeCriterion(none, metrics, lost, plan).verdict).toBe('met');
    expect(judgeCriterion({ ...none, bound: lessThan(0) }, metrics, lost, plan).verdict).toBe(
      'not met',
    );
  });

  test('is inconclusive when the interval and that of the median disagree', () => {
    // Eleven of twenty-one ratios at 1.99, the others far above: the pseudo-median is above 2.
    const to = Array<number>(21).fill(1);
    const from = [...Array<number>(11).fill(1.99), ...Array<number>(10).fill(9)];
    const judged = judgeCriterion(
      faster,
      metrics,
      runsOf({ cold: { readyMs: from }, pool: { readyMs: to } }),
      plan,
    );
    expect(judged.verdict).toBe('inconclusive');
    expect(judged.because).toMatch(
      /lies above 2x, but the interval of the median, 1.99x to 9.00x, does not: asymmetric$/,
    );
  });

  test('on Hollander and Wolfe’s pairs, that they fall by more than 1.1x, is inconclusive', () => {
    const from = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const to = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const measured = runsOf({ cold: { readyMs: from }, pool: { readyMs: to } });
    expect(
      judgeCriterion({ ...faster, bound: moreThan(1.1) }, metrics, measured, plan).verdict,
    ).toBe('inconclusive');
    const fall = { ...faster, bound: moreThan(0.95) };
    const { verdict, because } = judgeCriterion(fall, metrics, measured, plan);
    expect(verdict).toBe('inconclusive');
    expect(because).toMatch(
      /above 0.95x, but 9 blocks cannot show whether they depend on each other/,
    );
    const drawn = { ...fall, independent: 'each pair is another patient' };
    expect(judgeCriterion(drawn, metrics, measured, plan)).toMatchObject({
      verdict: 'met',
      warnings: [
        expect.stringMatching(
          /^9 blocks are taken for independent of each other, which so few cannot show \(each pair is another patient\); if they are not, the interval .* contains 0.95x/,
        ),
      ],
    });
  });

  test.each([0.5, 1, Number.NaN])('refuses a confidence of %d', (confidence) => {
    expect(() => judgeCriterion(faster, metrics, runs, { confidence })).toThrow(
      new TypeError(`one-sided \`confidence\` must be above 0.5 and below 1, got ${confidence}`),
    );
  });
});

describe('an experiment', () => {
  const definition = {
    metrics,
    criteria: [faster],
    shown: [
      {
        id: 'cold-start',
        statement: 'a cold start',
        quantity: { kind: 'level', metric: 'readyMs', arm: 'cold' },
      },
      {
        id: 'hit-rate',
        statement: 'hits',
        quantity: { kind: 'proportion', successes: 'hits', attempts: 'acquires', arm: 'pool' },
      },
    ],
    design: plan,
  } as const;

  test('is judged the same again, and the same after a journey through JSON', () => {
    const judged = judgeExperiment(definition, runs);
    expect(judgeExperiment(definition, runs)).toEqual(judged);
    expect(JSON.parse(JSON.stringify(judged))).toEqual(judged);
    expect(judged.criteria.map(({ verdict }) => verdict)).toEqual(['met']);
    expect(judged.shown.map(({ unit }) => unit)).toEqual(['ms', 'ratio']);
    expect(judged.warnings).toEqual([]);
  });

  test('says what was dropped, be it all there was', () => {
    const dropped = [{ index: 0, because: 'others took the processor' }];
    const judged = judgeExperiment(definition, { plannedBlocks: 10, blocks: [], dropped });
    expect(judged.warnings).toContain(
      '1 of 1 block was dropped, all arms alike: block 0: others took the processor',
    );
  });

  test('says what failed, also where no criterion asks', () => {
    const judged = judgeExperiment(
      definition,
      withTrial(runs, 4, 'pool', { outcome: 'failed', because: 'exit code 1' }),
    );
    expect(judged.warnings).toEqual(['arm pool: 1 of 10 runs did not succeed']);
    expect(judged.shown.map(({ because }) => because)).toEqual([
      null,
      'arm pool in block 4 failed: exit code 1',
    ]);
  });

  test('says when it is not the one that was planned', () => {
    const judged = judgeExperiment(definition, { ...runs, plannedBlocks: 12 });
    expect(judged.warnings).toEqual(['10 of 12 planned blocks were measured']);
    expect(judged.criteria.map(({ verdict }) => verdict)).toEqual(['invalid']);
  });

  test('may judge one criterion for each of several launchers', () => {
    const criteria = ['zygote', 'exec'].map((launcher) => ({ ...faster, launcher }));
    const judged = judgeExperiment({ ...definition, criteria }, runs);
    expect(judged.criteria.map(criterionName)).toEqual(['faster (zygote)', 'faster (exec)']);
    expect(() =>
      judgeExperiment({ ...definition, criteria: [...criteria, ...criteria] }, runs),
    ).toThrow(/must be its own, got faster \(zygote\) twice/);
  });

  test('refuses one id for two things', () => {
    expect(() => judgeExperiment({ ...definition, criteria: [faster, faster] }, runs)).toThrow(
      new TypeError('`id` of a criterion or shown quantity must be its own, got faster twice'),
    );
  });
});
