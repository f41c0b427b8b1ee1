import { describe, expect, test } from 'vitest';
import { atLeast, atMost, type Criterion } from '../src/criterion.ts';
import { judgeExperiment, stopOf, type JudgedDefinition } from '../src/judge-experiment.ts';
import type { RunOutcome, Runs } from '../src/runs.ts';
import { runsOf, withTrial } from './support.ts';

const METRICS = { ms: { unit: 'ms' } };
const twice: Criterion = {
  id: 'twice',
  statement: 'twice as fast',
  because: 'for the test',
  quantity: { kind: 'speedup', metric: 'ms', from: 'old', to: 'new' },
  bound: atLeast(2),
};
const DEFINITION: JudgedDefinition = {
  metrics: METRICS,
  criteria: [twice],
  shown: [{ id: 'gain', statement: 'gain', quantity: twice.quantity }],
  design: { confidence: 0.95, looks: [6, 10] },
};

/** Ten planned blocks, of which those with these speed-ups have been run. */
function after(speedups: readonly number[]): Runs {
  const old = speedups.map((speedup) => 10 * speedup);
  return {
    ...runsOf({ old: { ms: old }, new: { ms: speedups.map(() => 10) } }),
    plannedBlocks: 10,
  };
}

const CLEAR = [5.1, 4.9, 5.2, 5.0, 4.8, 5.3];
const OPEN = [3.1, 2.9, 3.2, 3.0, 2.8, 3.3];
const HOPELESS = [1.9, 2.1, 1.95, 2.05, 2.02, 1.98];

describe('at an early look', () => {
  test('measuring stops when every criterion has its verdict', () => {
    const runs = after(CLEAR);

    expect(stopOf(DEFINITION, runs)).toEqual({
      why: 'settled',
      because: 'after 6 of 10 blocks no criterion is left without a verdict',
    });
    const { look, criteria, warnings } = judgeExperiment(DEFINITION, runs);
    expect(look).toEqual({ number: 1, of: 2, blocks: 6, most: 10, stop: stopOf(DEFINITION, runs) });
    expect(criteria[0]).toMatchObject({ verdict: 'met', estimate: { low: 4.8, high: 5.3, n: 6 } });
    expect(warnings).toEqual([]);
  });

  test('intervals are as wide as stopping early asks for, criteria and what is shown beside them alike', () => {
    const { criteria, shown } = judgeExperiment(DEFINITION, after(CLEAR));

    // All of six values at either end, where a single look at six would do with one less.
    expect(criteria[0]!.estimate).toMatchObject({ low: 4.8, high: 5.3 });
    expect(criteria[0]!.estimate!.confidence).toBeCloseTo(0.9, 10);
    expect(shown[0]!.estimate).toEqual(criteria[0]!.estimate);
  });

  test('a verdict that would not hold if blocks depended on each other is none yet, and may still come', () => {
    expect(stopOf(DEFINITION, after(OPEN))).toBeNull();
  });

  test('so it is where blocks are independent by construction, which says nothing of a drift', () => {
    const drawn = { ...twice, independent: 'for the test' };

    expect(stopOf({ ...DEFINITION, criteria: [drawn] }, after(OPEN))).toBeNull();
  });

  test('measuring stops when a verdict would hardly come, which is then inconclusive', () => {
    const runs = after(HOPELESS);

    expect(stopOf(DEFINITION, runs)).toEqual({
      why: 'futile',
      because: 'after 6 of 10 blocks a verdict on twice is less than 10 % likely at the last look',
    });
    expect(judgeExperiment(DEFINITION, runs).criteria[0]!.verdict).toBe('inconclusive');
  });

  test('one open criterion keeps the others measured', () => {
    const more = { ...twice, id: 'more', bound: atLeast(3.75) };
    const definition = { ...DEFINITION, criteria: [twice, more] };

    expect(stopOf(definition, after(CLEAR))).toBeNull();
  });

  test('what a failed run has made invalid is not waited for', () => {
    const failed: RunOutcome = { outcome: 'failed', because: 'for the test' };

    const spoilt = withTrial(after(OPEN), 2, 'new', failed);

    expect(stopOf(DEFINITION, spoilt)).toEqual({
      why: 'settled',
      because: 'after 6 of 10 blocks every criterion is invalid, which no further block mends',
    });
    const soon: Criterion = {
      ...twice,
      id: 'soon',
      quantity: { kind: 'level', metric: 'ms', arm: 'old' },
      bound: atMost(1_000),
    };
    expect(stopOf({ ...DEFINITION, criteria: [twice, soon] }, spoilt)).toEqual({
      why: 'settled',
      because: 'after 6 of 10 blocks no criterion is left without a verdict',
    });
  });

  test('to have stopped although something was left to find out makes every verdict invalid', () => {
    const { criteria, shown, warnings } = judgeExperiment(DEFINITION, after(OPEN));
    const because = 'measuring stopped at look 1 of 2 although something was left to find out';

    expect(criteria[0]).toMatchObject({ verdict: 'invalid', because, estimate: null });
    expect(shown[0]).toMatchObject({ estimate: null, because });
    expect(warnings).toEqual([because]);
  });
});

describe('elsewhere', () => {
  test('all planned blocks are the end', () => {
    expect(stopOf(DEFINITION, after([...CLEAR, 3, 3, 3, 3]))).toBe('complete');
    expect(judgeExperiment(DEFINITION, after([...CLEAR, 3, 3, 3, 3])).look.stop).toBeNull();
  });

  test('between two looks nothing is judged, however clear it is', () => {
    expect(stopOf(DEFINITION, after([...CLEAR, 3]))).toBeNull();
    expect(judgeExperiment(DEFINITION, after([...CLEAR, 3])).criteria[0]).toMatchObject({
      verdict: 'invalid',
      because: '7 of 10 planned blocks were measured',
    });
  });

  test('the last look must be at all planned blocks', () => {
    expect(() => stopOf(DEFINITION, { ...after(CLEAR), plannedBlocks: 12 })).toThrow(
      new TypeError('the last of `looks` must be at all 12 planned blocks, got 10'),
    );
  });
});
