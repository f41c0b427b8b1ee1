import { expect, test } from 'vitest';
import {
  atLeast,
  judgeExperiment,
  type Criterion,
  type Quantity,
  type Runs,
} from '../src/index.ts';
import { unitOf } from '../src/quantity.ts';

type Metric = 'readyMs' | 'hits';
type Arm = 'cold' | 'pool';

test('a misspelt metric or arm does not compile', () => {
  // @ts-expect-error the metric is readyMs
  const metric: Quantity<Metric, Arm> = { kind: 'level', metric: 'readMs', arm: 'cold' };
  const arm: Quantity<Metric, Arm> = {
    kind: 'speedup',
    metric: 'readyMs',
    from: 'cold',
    // @ts-expect-error the arm is pool
    to: 'pol',
  };
  // @ts-expect-error one of the arms is pool
  const arms: Quantity<Metric, Arm> = { kind: 'lowest', metric: 'readyMs', arms: ['cold', 'poo'] };
  const units = { readyMs: { unit: 'ms' }, hits: { unit: 'count' } };
  expect(() => unitOf(metric, units)).toThrow(TypeError);
  expect([arm.kind, arms.kind]).toEqual(['speedup', 'lowest']);
});

test('an experiment with names of its own is judged without a cast', () => {
  const criterion: Criterion<Metric, Arm> = {
    id: 'level',
    statement: 'a level',
    because: 'for the test',
    quantity: { kind: 'level', metric: 'readyMs', arm: 'cold' },
    bound: atLeast(1),
  };
  const runs: Runs<Metric, Arm> = {
    plannedBlocks: 1,
    blocks: [{ index: 1, trials: { cold: { outcome: 'ok', values: { readyMs: 2 } } } }],
  };
  const judged = judgeExperiment(
    {
      metrics: { readyMs: { unit: 'ms' }, hits: { unit: 'count' } },
      criteria: [criterion],
      shown: [],
      design: { confidence: 0.95 },
    },
    runs,
  );
  expect(judged.criteria[0]?.verdict).toBe('inconclusive');
});
