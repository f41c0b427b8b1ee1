import { describe, expect, test } from 'vitest';
import { scheduleProblems } from '../src/course/kept-to.ts';
import { defineExperiment } from '../src/definition/define.ts';
import type { Design } from '../src/definition/design.ts';
import type { Experiment } from '../src/definition/definition.ts';
import { planOf } from '../src/plan/plan.ts';
import { createSchedule } from '../src/plan/schedule.ts';
import { deriveResult } from '../src/result/derive-result.ts';
import { runScripted, type Scripted } from '../src/trial/scripted-executor.ts';
import { example, input } from './support/example.ts';
import { header } from './support/journal-lines.ts';

/** The example with its slow arm in so many blocks. */
function withBlocks(standard: number, design: Partial<Design> = {}): Experiment {
  const cold = { ...input.arms.cold, blocks: { quick: 5, standard, full: 5 } };
  return defineExperiment({
    ...input,
    design: { ...input.design, ...design },
    arms: { ...input.arms, cold },
  });
}

const sparse = withBlocks(5);
const observed = ({ arm, block }: { readonly arm: string; readonly block: number }): Scripted => ({
  observes: arm === 'cold' ? { readyMs: 30 + (block % 3) } : { readyMs: 10, hitRate: 0.9 },
});

describe('an arm that is in five of ten blocks', () => {
  const plan = planOf(sparse, 'standard');
  const slots = createSchedule(plan);

  test('is in the last of them and in every spare one, and in no warm-up', () => {
    const blocks = slots.filter(({ arm }) => arm === 'cold');
    expect(blocks.map(({ block }) => block)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(blocks.some(({ warmup }) => warmup)).toBe(false);
    expect(slots.map(({ index }) => index)).toEqual(slots.map((_, at) => at));
  });

  test('leaves the order of the blocks that it is not in, and every other plan, as they were', () => {
    expect(planOf(example, 'standard')).not.toHaveProperty('armBlocks');
    expect(plan.armBlocks).toEqual({ cold: 5 });
    expect(plan.planHash).not.toBe(planOf(example, 'standard').planHash);
    expect(plan.planHash).not.toBe(planOf(withBlocks(6), 'standard').planHash);
  });

  test('is run and judged so often, and the run keeps to its schedule', async () => {
    const trials = await runScripted(sparse, 'standard', observed);
    expect(trials).toHaveLength(1 + 10 + 5);
    expect(scheduleProblems(plan, trials)).toEqual([]);
    const { judgement, runs } = deriveResult(
      sparse,
      { header: header({ plan, trials: 16 }), trials, resumed: [], completeBytes: 0, tornBytes: 0 },
      { file: 'raw', sha256: '0'.repeat(64) },
    );
    expect(runs).toMatchObject({ plannedBlocks: 10, armBlocks: { cold: 5 } });
    expect(judgement.criteria.map(({ verdict, estimate }) => [verdict, estimate?.n])).toEqual([
      ['met', 5],
      ['met', 10],
    ]);
    expect(judgement.warnings).toEqual(['not in all of 10 blocks, by plan: cold in 5']);
  });

  test.each([0, 9])('has no fewer when block %i is dropped', async (dropped) => {
    const trials = await runScripted(sparse, 'standard', (slot) => ({
      ...observed(slot),
      use: { foreignMs: !slot.warmup && slot.block === dropped ? 900 : 0 },
    }));
    const kept = trials.filter(({ arm, block }) => arm === 'cold' && block !== dropped);
    expect(kept.length).toBeGreaterThanOrEqual(5);
    expect(scheduleProblems(plan, trials)).toEqual([]);
  });
});

describe('blocks of an arm are refused', () => {
  test.each([
    [0, '`arms.cold.blocks.standard` must be an integer from 1 to 10, got 0'],
    [11, '`arms.cold.blocks.standard` must be an integer from 1 to 10, got 11'],
    [2.5, '`arms.cold.blocks.standard` must be an integer from 1 to 10, got 2.5'],
  ])('when there are %d', (blocks, message) => {
    expect(() => withBlocks(blocks)).toThrow(message);
  });

  test('in a design with an early look, at which nothing of it is there', () => {
    expect(() => withBlocks(5, { looks: { standard: [6, 10] } })).toThrow(
      '`arms.cold.blocks.standard` takes a design with one look, got 2',
    );
  });

  test('when they are too few to select on some and confirm on others', () => {
    const arms = {
      ...input.arms,
      pool: { ...input.arms.pool, blocks: { quick: 6, standard: 5, full: 6 } },
    };
    const quantity = {
      kind: 'selected',
      metric: 'readyMs',
      arms: ['pool'],
      baseline: 'cold',
      prefer: 'low',
    } as const;
    const shown = [{ id: 'best', statement: 'the best', quantity }];
    expect(() => defineExperiment({ ...input, arms, shown })).toThrow(
      /^- `arms\.\*\.blocks\.standard` is too few for best, which is selected: .* got 5$/m,
    );
  });
});
