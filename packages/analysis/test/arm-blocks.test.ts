import { describe, expect, test } from 'vitest';
import { isArmIn } from '../src/arm-blocks.ts';
import { judgeExperiment } from '../src/judge-experiment.ts';
import { judgeQuantity } from '../src/judge.ts';
import type { Quantity } from '../src/quantity.ts';
import type { Block, Runs } from '../src/runs.ts';

const PLAN = { confidence: 0.95 };
const speedup: Quantity = { kind: 'speedup', metric: 'ms', from: 'slow', to: 'fast' };
const level = (arm: string): Quantity => ({ kind: 'level', metric: 'ms', arm });

/** Blocks with these numbers, `slow` in those that it is planned in when five of eight are. */
function runs(indices: readonly number[], missing?: number): Runs {
  const plan = { plannedBlocks: 8, armBlocks: { slow: 5 } };
  const ok = (ms: number) => ({ outcome: 'ok', values: { ms } }) as const;
  const blocks = indices.map((index): Block => {
    const trials = { fast: ok(10 + index / 100) };
    const isHere = isArmIn('slow', index, plan) && index !== missing;
    return { index, trials: isHere ? { ...trials, slow: ok(100 - index / 10) } : trials };
  });
  return { ...plan, blocks };
}
const WHOLE = [0, 1, 2, 3, 4, 5, 6, 7];

describe('an arm that is in the last five of eight blocks', () => {
  test('is judged by them, alone and beside another', () => {
    for (const quantity of [level('slow'), speedup]) {
      expect(judgeQuantity(quantity, runs(WHOLE), PLAN)).toMatchObject({ estimate: { n: 5 } });
    }
  });

  test('takes nothing from the others', () => {
    expect(judgeQuantity(level('fast'), runs(WHOLE), PLAN)).toMatchObject({ estimate: { n: 8 } });
  });

  test('is missing where it was to be run and was not', () => {
    expect(judgeQuantity(speedup, runs(WHOLE, 4), PLAN)).toEqual({
      outcome: 'invalid',
      because: 'arm slow in block 4 was not run',
    });
  });

  test.each([
    ['one that it was to be in', [0, 1, 2, 3, 4, 5, 7, 8], 5],
    ['one that it was not to be in', [0, 2, 3, 4, 5, 6, 7, 8], 6],
  ])('has no fewer when a spare block stands for %s', (_, indices, n) => {
    expect(judgeQuantity(speedup, runs(indices), PLAN)).toMatchObject({ estimate: { n } });
  });

  test('is told beside all numbers', () => {
    const definition = { metrics: { ms: { unit: 'ms' } }, criteria: [], shown: [], design: PLAN };
    expect(judgeExperiment(definition, runs(WHOLE)).warnings).toEqual([
      'not in all of 8 blocks, by plan: slow in 5',
    ]);
  });
});

test('an arm that is named like what every object has is in every block', () => {
  expect(isArmIn('constructor', 0, { plannedBlocks: 8, armBlocks: { slow: 5 } })).toBe(true);
});
