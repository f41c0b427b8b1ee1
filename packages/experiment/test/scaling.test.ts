import { describe, expect, test } from 'vitest';
import { defineExperiment } from '../src/definition/define.ts';
import { planOf } from '../src/plan/plan.ts';
import { deriveResult } from '../src/result/derive-result.ts';
import { runScripted } from '../src/trial/scripted-executor.ts';
import { example, input } from './support/example.ts';
import { header } from './support/journal-lines.ts';

/** Each arm as one point. */
const curve = {
  id: 'curve',
  statement: 'Time by how many there are',
  points: [
    { concurrency: 1, metric: 'readyMs', arm: 'pool' },
    { concurrency: 4, metric: 'readyMs', arm: 'cold' },
  ],
} as const;

describe('a law of scalability', () => {
  test('is fitted to what was measured, the same each time it is derived', async () => {
    const experiment = defineExperiment({ ...input, scaling: [curve] });
    const plan = planOf(experiment, 'standard');
    const trials = await runScripted(experiment, 'standard', ({ arm, block }) => ({
      observes: arm === 'cold' ? { readyMs: 40 - block / 10 } : { readyMs: 10, hitRate: 0.9 },
    }));
    const derive = () =>
      deriveResult(
        experiment,
        {
          header: header({ plan, trials: 22 }),
          trials,
          resumed: [],
          completeBytes: 0,
          tornBytes: 0,
        },
        { file: 'raw', sha256: '0'.repeat(64) },
      );
    const { scaling, definition } = derive();
    expect(definition.scaling).toEqual([curve]);
    expect(scaling).toMatchObject([{ id: 'curve', unit: 'ms', because: null }]);
    expect(scaling?.[0]?.scaling?.levels.map((level) => level.runs)).toEqual([10, 10]);
    expect(derive().scaling).toEqual(scaling);
  });

  test('is part of the plan, and no experiment without one has another plan for it', () => {
    const { parts } = planOf(defineExperiment({ ...input, scaling: [curve] }), 'standard');
    expect(parts).toHaveProperty('scaling');
    expect(planOf(example, 'standard').parts).not.toHaveProperty('scaling');
  });

  test.each([
    ['metric', { metric: 'watts' }, 'curve is about the metric "watts", which is not in `metrics`'],
    ['arm', { arm: 'hot' }, 'curve is about the arm "hot", which is not in `arms`'],
    [
      'second concurrency',
      { concurrency: 4 },
      'curve must have points at two concurrencies or more, got 1',
    ],
  ])('is refused for want of a %s', (_, change, message) => {
    const [first, second] = curve.points;
    const points = [{ ...first, ...change }, second] as unknown as typeof curve.points;
    expect(() => defineExperiment({ ...input, scaling: [{ ...curve, points }] })).toThrow(message);
  });

  test('has an id of its own', () => {
    const scaling = [{ ...curve, id: 'cold-time' }];
    expect(() => defineExperiment({ ...input, scaling })).toThrow('cold-time more than once');
  });
});
