import { atLeast } from '@muster/analysis';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { courseOf, type Course } from '../src/course/course.ts';
import { defineExperiment } from '../src/definition/define.ts';
import type { Design } from '../src/definition/design.ts';
import type { Experiment } from '../src/definition/definition.ts';
import type { TrialLine } from '../src/journal/journal-lines.ts';
import { planOf } from '../src/plan/plan.ts';
import { createRandom } from '../src/plan/random.ts';
import { createSchedule, type Slot } from '../src/plan/schedule.ts';
import { deriveResult } from '../src/result/derive-result.ts';
import type { ExperimentResult } from '../src/result/result-schema.ts';
import { runScripted, type Scripted } from '../src/trial/scripted-executor.ts';
import { input } from './support/example.ts';
import { header } from './support/journal-lines.ts';

const [speedup] = input.criteria;
const disturbed = { foreignMs: 500 };

function experimentWith(design: Partial<Design> = {}, bound = 2): Experiment {
  return defineExperiment({
    ...input,
    design: { ...input.design, looks: { standard: [6, 10] }, ...design },
    criteria: [{ ...speedup, bound: atLeast(bound) }],
    sprint: { ...input.sprint, targets: { ...input.sprint.targets, minimum: bound } },
  });
}

/** The same for a block in every order, as blocks that know nothing of each other would have it. */
const chance = ({ block }: Slot): number => createRandom(3, block).next();

/** Three times as fast, give or take; `use` disturbs. */
const clear =
  (use: (slot: Slot) => Scripted['use'] = () => ({})) =>
  (slot: Slot): Scripted => ({
    observes: { readyMs: slot.arm === 'cold' ? 30 + chance(slot) : 10 },
    use: use(slot) ?? {},
  });

/** From twice and a half to three and a half times as fast: neither settled early nor without hope. */
const noisy = (slot: Slot): Scripted => ({
  observes: { readyMs: slot.arm === 'cold' ? 25 + 10 * chance(slot) : 10 },
});

function courseAfter(experiment: Experiment, trials: readonly TrialLine[]): Course {
  const plan = planOf(experiment, 'standard');
  return courseOf(experiment, plan, createSchedule(plan), trials);
}

function derive(experiment: Experiment, trials: readonly TrialLine[]): ExperimentResult {
  const plan = planOf(experiment, 'standard');
  return deriveResult(
    experiment,
    { header: header({ plan, trials: 22 }), trials, resumed: [], completeBytes: 0, tornBytes: 0 },
    { file: 'raw', sha256: '0'.repeat(64) },
  );
}

const blocksOf = (trials: readonly TrialLine[]): readonly number[] => [
  ...new Set(trials.filter(({ warmup }) => !warmup).map(({ block }) => block)),
];

describe('a run with two looks', () => {
  const experiment = experimentWith();

  test('ends at the first when nothing is left to find out', async () => {
    const trials = await runScripted(experiment, 'standard', clear());
    expect(trials).toHaveLength(14);
    expect(courseAfter(experiment, trials)).toMatchObject({
      next: null,
      dropped: [],
      endedBecause: 'stopped early: after 6 of 10 blocks no criterion is left without a verdict',
    });
    const { judgement } = derive(experiment, trials);
    expect(judgement.look).toMatchObject({ number: 1, of: 2, blocks: 6, most: 10 });
    expect(judgement.criteria[0]?.verdict).toBe('met');
  });

  test('goes on to the last when something is', async () => {
    const trials = await runScripted(experiment, 'standard', noisy);
    expect(trials).toHaveLength(22);
    expect(courseAfter(experiment, trials)).toMatchObject({ next: null, endedBecause: null });
    expect(derive(experiment, trials).judgement.look).toMatchObject({ number: 2, stop: null });
  });

  test('has no verdict when it ended at the first without a reason', async () => {
    const trials = await runScripted(experiment, 'standard', noisy);
    const cut = trials.filter(({ warmup, block }) => warmup || block < 6);
    expect(courseAfter(experiment, cut).next).not.toBeNull();
    const { judgement } = derive(experiment, cut);
    expect(judgement.criteria[0]?.verdict).toBe('invalid');
    expect(judgement.criteria[0]?.because).toMatch(
      /stopped at look 1 of 2 although something was left to find out/,
    );
  });

  test('may end early until the first look has passed', async () => {
    const trials = await runScripted(experiment, 'standard', noisy);
    const early = trials.map((_, at) => courseAfter(experiment, trials.slice(0, at)).mayEndEarly);
    expect(early.lastIndexOf(true)).toBe(13);
    expect(early.indexOf(false)).toBe(14);
  });

  test('asks nothing in the middle of a block', async () => {
    const trials = await runScripted(experiment, 'standard', clear());
    const { next } = courseAfter(experiment, trials.slice(0, -1));
    expect(next).toMatchObject({ block: 5, position: 1 });
  });
});

describe('a disturbed block', () => {
  const experiment = experimentWith({ looks: {} });

  test('is given up at once, and a spare one is run after the planned ones', async () => {
    const trials = await runScripted(
      experiment,
      'standard',
      clear(({ block, position }) => (block === 3 && position === 0 ? disturbed : {})),
    );
    expect(trials.filter(({ block }) => block === 3)).toHaveLength(1);
    expect(blocksOf(trials)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const { runs, judgement, trials: counts } = derive(experiment, trials);
    expect(runs.blocks.map(({ index }) => index)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10]);
    expect(counts).toMatchObject({ planned: 22, ok: 20, dropped: 1, warmup: 2 });
    expect(judgement.criteria[0]?.verdict).toBe('met');
    const [arm] = trials.filter(({ block }) => block === 3).map((trial) => trial.arm);
    expect(judgement.warnings).toEqual([
      `1 of 11 blocks was dropped, all arms alike: block 3: 50 % of the processor went to others during ${arm}`,
    ]);
  });

  test('does not count for a look', async () => {
    const looked = experimentWith();
    const trials = await runScripted(
      looked,
      'standard',
      clear(({ block }) => (block === 2 ? disturbed : {})),
    );
    expect(blocksOf(trials)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(derive(looked, trials).judgement.look).toMatchObject({ number: 1, blocks: 6 });
  });

  test('is dropped although one of its trials failed, which is told', async () => {
    const trials = await runScripted(experiment, 'standard', (slot) =>
      slot.block === 3 && !slot.warmup
        ? { outcome: 'failed', because: 'no agent', use: disturbed }
        : clear()(slot),
    );
    const { judgement } = derive(experiment, trials);
    expect(judgement.criteria[0]?.verdict).toBe('met');
    expect(judgement.warnings.join()).toMatch(/went to others during \w+, \w+ failed in it$/);
  });

  test('of the warm-up stays', async () => {
    const trials = await runScripted(
      experiment,
      'standard',
      clear(({ warmup }) => (warmup ? disturbed : {})),
    );
    expect(trials).toHaveLength(22);
    expect(derive(experiment, trials).runs.dropped).toEqual([]);
  });

  test('leaves nothing to judge by when there are more of them than spare ones', async () => {
    const trials = await runScripted(
      experiment,
      'standard',
      clear(({ block }) => (block < 5 ? disturbed : {})),
    );
    expect(blocksOf(trials)).toHaveLength(14);
    expect(courseAfter(experiment, trials).tooFew).toBe(9);
    expect(courseAfter(experiment, trials).endedBecause).toBe(
      'ended with 9 of 10 blocks: with 5 dropped, no spare one is left',
    );
    const { judgement } = derive(experiment, trials);
    expect(judgement.criteria[0]).toMatchObject({
      verdict: 'invalid',
      because: '9 of 10 planned blocks were measured, not counting 5 dropped',
    });
  });

  test('has no spare one where none is planned', async () => {
    const none = experimentWith({ looks: {}, spareBlocks: { standard: 0 } });
    const trials = await runScripted(
      none,
      'standard',
      clear(({ block }) => (block === 3 ? disturbed : {})),
    );
    expect(blocksOf(trials)).toHaveLength(10);
    expect(derive(none, trials).judgement.criteria[0]?.verdict).toBe('invalid');
  });
});

test('a run interrupted anywhere goes on and ends as it would have without', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }),
      fc.boolean(),
      fc.nat(),
      async (disturbedTrials, settles, cutAt) => {
        const experiment = experimentWith();
        const script = (slot: Slot): Scripted => ({
          ...(settles ? clear()(slot) : noisy(slot)),
          use: disturbedTrials.includes(slot.index) ? disturbed : {},
        });
        const trials = await runScripted(experiment, 'standard', script);
        const before = trials.slice(0, cutAt % trials.length);
        expect(courseAfter(experiment, before).next?.index).toBe(trials[before.length]?.index);
        expect(courseAfter(experiment, trials).next).toBeNull();
        expect(courseAfter(experiment, trials).schedule.map(({ index }) => index)).toEqual(
          trials.map(({ index }) => index),
        );
      },
    ),
    { numRuns: 60 },
  );
});
