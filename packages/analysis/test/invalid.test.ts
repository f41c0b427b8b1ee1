import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLeast } from '../src/criterion.ts';
import { judgeCriterion, judgeQuantity } from '../src/judge.ts';
import type { Quantity } from '../src/quantity.ts';
import type { RunOutcome, Runs } from '../src/runs.ts';
import { faster, metrics, plan, runs, speedup } from './pool-runs.ts';
import { runsOf, withTrial } from './support.ts';

describe('data that do not bear a claim', () => {
  const timedOut: RunOutcome = { outcome: 'timed out', because: 'no end after 60 s' };
  test.each<[string, Quantity, Runs, string]>([
    [
      'a missing block',
      speedup,
      { ...runs, plannedBlocks: 11 },
      '10 of 11 planned blocks were measured',
    ],
    [
      'a block too many',
      speedup,
      { ...runs, plannedBlocks: 9 },
      '10 of 9 planned blocks were measured',
    ],
    ['no blocks', speedup, { plannedBlocks: 3, blocks: [] }, '0 of 3 planned blocks were measured'],
    [
      'a block twice',
      speedup,
      { plannedBlocks: 11, blocks: [...runs.blocks, ...runs.blocks.slice(0, 1)] },
      'block 1 is there more than once',
    ],
    [
      'an arm that was not run',
      speedup,
      withTrial(runs, 3, 'pool'),
      'arm pool in block 3 was not run',
    ],
    [
      'an arm that was left out, though there are runs of it',
      speedup,
      { ...runs, absent: { pool: 'no zygote' } },
      'not measured here: no zygote',
    ],
    [
      'arms that were left out for one reason, said once',
      speedup,
      { plannedBlocks: 1, blocks: [{ index: 0, trials: {} }], absent: { cold: 'x', pool: 'x' } },
      'not measured here: x',
    ],
    [
      'a trial that timed out',
      speedup,
      withTrial(runs, 3, 'cold', timedOut),
      'arm cold in block 3 timed out: no end after 60 s',
    ],
    [
      'a trial that failed',
      speedup,
      withTrial(runs, 3, 'pool', { outcome: 'failed', because: 'exit code 1' }),
      'arm pool in block 3 failed: exit code 1',
    ],
    [
      'a trial that was aborted',
      speedup,
      withTrial(runs, 3, 'pool', { outcome: 'aborted', because: 'interrupted' }),
      'arm pool in block 3 was aborted: interrupted',
    ],
    [
      'a missing metric',
      speedup,
      withTrial(runs, 2, 'pool', { outcome: 'ok', values: {} }),
      'arm pool in block 2 has no readyMs',
    ],
    [
      'a number that is none',
      speedup,
      withTrial(runs, 2, 'pool', { outcome: 'ok', values: { readyMs: Number.NaN } }),
      'arm pool in block 2 has a readyMs of NaN',
    ],
    [
      'a ratio of nothing',
      speedup,
      withTrial(runs, 2, 'pool', { outcome: 'ok', values: { readyMs: 0 } }),
      'arm pool in block 2 has a readyMs of 0, which must be above 0 for a ratio',
    ],
    [
      'more successes than attempts',
      { kind: 'proportion', successes: 'acquires', attempts: 'hits', arm: 'pool' },
      runs,
      'arm pool in block 1 has more acquires (100) than hits (80)',
    ],
    [
      'no attempts at all',
      { kind: 'proportion', successes: 'hits', attempts: 'acquires', arm: 'pool' },
      runsOf({ pool: { hits: [0, 0], acquires: [0, 0] } }),
      'arm pool has no acquires in any block',
    ],
    [
      'half a success',
      { kind: 'proportion', successes: 'hits', attempts: 'acquires', arm: 'pool' },
      runsOf({ pool: { hits: [0.5, 1], acquires: [1, 1] } }),
      'arm pool in block 1 has a hits of 0.5, which must be a count',
    ],
  ])('make a criterion invalid: %s', (_, quantity, measured, because) => {
    const judged = judgeCriterion({ ...faster, quantity }, metrics, measured, plan);
    expect(judged).toMatchObject({ verdict: 'invalid', estimate: null, median: null });
    expect(judged.because).toContain(because);
  });

  test('are told in one sentence that stays short', () => {
    const failing = runs.blocks.reduce((all, { index }) => withTrial(all, index, 'pool'), runs);
    expect(judgeCriterion(faster, metrics, failing, plan).because).toBe(
      'arm pool in block 1 was not run; arm pool in block 2 was not run; arm pool in block 3 was not run; and 7 more',
    );
  });

  test('do not matter in an arm that the quantity does not need', () => {
    const judged = judgeCriterion(
      { ...faster, quantity: { kind: 'level', metric: 'readyMs', arm: 'cold' }, bound: atLeast(1) },
      metrics,
      withTrial(runs, 3, 'pool', timedOut),
      plan,
    );
    expect(judged.verdict).toBe('met');
  });

  test('never let a claim be met, whichever trial is lost', () => {
    const lost = fc.constantFrom<RunOutcome | undefined>(
      undefined,
      timedOut,
      { outcome: 'ok', values: {} },
      { outcome: 'ok', values: { readyMs: -1 } },
      { outcome: 'ok', values: { readyMs: Infinity } },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom('cold', 'pool'),
        lost,
        (index, arm, outcome) => {
          const judged = judgeCriterion(
            faster,
            metrics,
            withTrial(runs, index, arm, outcome),
            plan,
          );
          expect(judged.verdict).toBe('invalid');
        },
      ),
    );
  });

  test('are misuse when not even a plan is given', () => {
    expect(() => judgeQuantity(speedup, { plannedBlocks: 0, blocks: [] }, plan)).toThrow(
      new TypeError('`plannedBlocks` must be a positive integer, got 0'),
    );
  });
});
