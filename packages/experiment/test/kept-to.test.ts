import { describe, expect, test } from 'vitest';
import { scheduleProblems } from '../src/course/kept-to.ts';
import type { TrialLine } from '../src/journal/journal-lines.ts';
import { planOf } from '../src/plan/plan.ts';
import { createSchedule, type Slot } from '../src/plan/schedule.ts';
import { runScripted } from '../src/trial/scripted-executor.ts';
import { example } from './support/example.ts';

const plan = planOf(example, 'standard');
const observes = { readyMs: 30 };
const disturbedIn =
  (...blocks: readonly number[]) =>
  ({ block, position }: Slot): { readonly foreignMs: number } => ({
    foreignMs: blocks.includes(block) && position === 0 ? 900 : 0,
  });
const run = (...disturbed: readonly number[]): Promise<readonly TrialLine[]> =>
  runScripted(example, 'standard', (slot) => ({ observes, use: disturbedIn(...disturbed)(slot) }));
const undisturbed = await run();
const judgedBlock =
  (wanted: number) =>
  ({ warmup, block }: TrialLine): boolean =>
    !warmup && block === wanted;

describe('a journal keeps to its schedule', () => {
  test.each<[string, readonly number[]]>([
    ['when nothing is dropped', []],
    ['when a block is dropped and a spare one takes its place', [3]],
    ['when a spare one is dropped too', [3, 10]],
    ['when no spare one is left', [0, 1, 2, 3, 4]],
  ])('%s', async (_, disturbed) => {
    expect(scheduleProblems(plan, await run(...disturbed))).toEqual([]);
  });
});

describe('a journal does not keep to its schedule', () => {
  test('when blocks are replaced by copies of others in the place of spare ones', () => {
    const spare = createSchedule(plan).filter(({ warmup, block }) => !warmup && block >= 10);
    const copies = spare.slice(0, 4).map((slot) => {
      const copied = undisturbed.find(({ arm, block }) => block === 5 && arm === slot.arm);
      if (copied === undefined) throw new Error('block 5 must have all arms');
      return { ...copied, ...slot };
    });
    const kept = undisturbed.filter((trial) => !judgedBlock(1)(trial) && !judgedBlock(2)(trial));
    expect(scheduleProblems(plan, [...kept, ...copies])).toEqual([
      'nothing is there of block 1, 2, although block 11 was begun',
      '2 spare blocks for 0 dropped blocks',
    ]);
  });

  test('when a block is left out', () => {
    const kept = undisturbed.filter((trial) => !judgedBlock(0)(trial));
    expect(scheduleProblems(plan, kept)).toEqual([
      'nothing is there of block 0, although block 9 was begun',
    ]);
  });

  test('when a trial of an undisturbed block, or of the warm-up, is left out', () => {
    const kept = undisturbed.filter(({ index }) => index !== 0 && index !== 7);
    expect(scheduleProblems(plan, kept)).toEqual([
      expect.stringMatching(/^trial 0 is missing: \w+ in warm-up 0$/),
      expect.stringMatching(/^trial 7 is missing: \w+ in block 2$/),
    ]);
  });

  test.each<[string, (trial: TrialLine) => Partial<TrialLine>, RegExp]>([
    [
      'arm',
      ({ arm }) => ({ arm: arm === 'cold' ? 'pool' : 'cold' }),
      /^trial 6 must be (cold|pool) in block 2, position 0, got (?!\1)(cold|pool) in block 2, position 0$/,
    ],
    ['block', () => ({ block: 4 }), /^trial 6 must be .* in block 2, .*, got .* in block 4/],
    ['position', () => ({ position: 1 }), /^trial 6 must be .*, position 0, got .*, position 1$/],
    ['kind', () => ({ warmup: true }), /^trial 6 must be .* in block 2.*, got .* in warm-up 2/],
    ['index', () => ({ index: 600 }), /^trial 600 is not in the plan$/],
  ])('when a trial has another %s than was planned', (_, change, problem) => {
    const changed = undisturbed.map((trial) =>
      trial.index === 6 ? { ...trial, ...change(trial) } : trial,
    );
    expect(scheduleProblems(plan, changed)).toEqual([expect.stringMatching(problem)]);
  });
});
