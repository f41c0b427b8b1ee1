import { atLeast, atMost, moreThan } from '@muster/analysis';
import { describe, expect, test } from 'vitest';
import { provableLine, type Recorded } from '../src/command/provable.ts';
import { defineExperiment } from '../src/definition/define.ts';
import type { Experiment } from '../src/definition/definition.ts';
import { planOf } from '../src/plan/plan.ts';
import { runsOf } from '../src/result/runs-of.ts';
import { runScripted } from '../src/trial/scripted-executor.ts';
import { example, input } from './support/example.ts';

const plan = planOf(example, 'standard');
const [speedup, level] = input.criteria;

/** A run of the example in which pairs vary by about `spread`. */
async function recorded(spread: number): Promise<Recorded> {
  const trials = await runScripted(example, 'standard', ({ arm, block }) => ({
    observes: {
      hitRate: 0.9,
      readyMs: arm === 'cold' ? 30 * Math.exp(spread * ((block % 5) - 2)) : 10,
    },
  }));
  return { plan, runs: runsOf(example.metrics, plan, trials) };
}

function claiming(criteria: Experiment['criteria']): Experiment {
  return defineExperiment<string, string, { agents: number }>({
    ...input,
    sprint: { ...input.sprint, improvement: 'spawn-time' },
    criteria,
  });
}

describe('what a budget can show', () => {
  test('is told for typical spreads where nothing was measured before', () => {
    expect(provableLine(example, plan, null)).toMatch(
      /^agent-pool: 10 blocks can show >= 2x where it is at least 2\.\d\dx, 2\.\d\dx or 2\.\d\dx, if pairs vary by 5, 10 or 20 % \(4 times in 5\)$/,
    );
  });

  test('is told for the spread of the last result of the same arms', async () => {
    const line = provableLine(example, plan, await recorded(0.1));
    expect(line).toMatch(
      /^agent-pool: 10 blocks can show >= 2x where it is at least 2\.\d\dx, as pairs varied by [\d.]+ % in the last result \(4 times in 5\)$/,
    );
    const needed = (text: string | null): number =>
      Number(/at least ([\d.]+)x/.exec(text ?? '')?.[1]);
    expect(needed(provableLine(example, plan, await recorded(0.3)))).toBeGreaterThan(needed(line));
  });

  test('does not take the spread of other arms for its own', async () => {
    const last = await recorded(0.1);
    const other = { ...last, plan: { ...plan, arms: ['cold', 'pool', 'third'] } };
    expect(provableLine(example, plan, other)).toBe(provableLine(example, plan, null));
  });

  test('names each bound once, and those no speed-up can prove not at all', () => {
    const quantity = speedup.quantity;
    const told = claiming([
      speedup,
      { ...speedup, id: 'again' },
      { ...speedup, id: 'more', bound: moreThan(3) },
      { ...speedup, id: 'not-too-much', quantity, bound: atMost(9) },
      { ...level, bound: atLeast(0.7) },
    ]);
    const line = provableLine(told, plan, null) ?? '';
    expect(line.match(/>=? \dx/g)).toEqual(['>= 2x', '> 3x']);
  });

  test('is nothing for blocks that are too few', () => {
    const few = { ...plan, blocks: 3, looks: [3] };
    expect(provableLine(example, few, null)).toBe(
      'agent-pool: 3 blocks can show >= 2x by no means, being too few',
    );
    expect(provableLine(example, { ...plan, blocks: 1, looks: [1] }, null)).toMatch(
      /^agent-pool: 1 block can show /,
    );
  });

  test('is not told for an experiment without a speed-up, or without its arms here', () => {
    expect(provableLine({ id: 'a', criteria: [level] }, plan, null)).toBeNull();
    expect(provableLine(example, { ...plan, arms: ['pool'] }, null)).toBeNull();
  });
});
