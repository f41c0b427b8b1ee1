import { describe, expect, test } from 'vitest';
import { defineExperiment, isExperiment } from '../src/definition/define.ts';
import type { ExperimentInput } from '../src/definition/define.ts';
import { example, input } from './support/example.ts';

type Anything = ExperimentInput<string, string, Record<string, number>>;

const defineChanged = (change: Partial<Anything>): unknown =>
  defineExperiment<string, string, Record<string, number>>({ ...input, ...change });

describe('a definition', () => {
  test('is frozen all through, with its defaults filled in', () => {
    expect(Object.isFrozen(example.design.blocks)).toBe(true);
    expect(example.design.abortGraceMs).toBe(5_000);
    expect(example.design.looks).toEqual({ quick: [6], standard: [10], full: [30] });
    expect(example.design.spareBlocks).toEqual({ quick: 2, standard: 4, full: 10 });
    const strict = { maxStealRatio: 0.05, maxForeignRatio: 0.25, mayThrottle: true };
    expect(example.design.host).toEqual({
      quick: { maxStealRatio: 1, maxForeignRatio: 1, mayThrottle: true },
      standard: strict,
      full: strict,
    });
    expect(example.simulated).toEqual([]);
    expect(isExperiment(example)).toBe(true);
    expect(isExperiment(input)).toBe(false);
    expect(isExperiment(null)).toBe(false);
  });

  test('holds its rules about the host for every profile when it gives some', () => {
    const host = { maxForeignRatio: 0.5 };
    const given = defineExperiment({ ...input, design: { ...input.design, host } });
    const rules = { maxStealRatio: 0.05, maxForeignRatio: 0.5, mayThrottle: true };
    expect(given.design.host).toEqual({ quick: rules, standard: rules, full: rules });
  });

  const [speedup, level] = input.criteria;
  const design = input.design;
  test.each<[string, Partial<Anything>, RegExp]>([
    [
      'an id that is not kebab-case',
      { id: 'Agent Pool' },
      /ids must be kebab-case, got "Agent Pool"/,
    ],
    ['a claim that says nothing', { claim: ' ' }, /`claim` must say what is claimed, got nothing/],
    ['no criteria', { criteria: [] }, /`criteria` must have at least one criterion, got none/],
    [
      'an id twice',
      { criteria: [speedup, { ...level, id: 'spawn-time' }] },
      /must differ, got spawn-time more than once/,
    ],
    [
      'a criterion and a shown quantity with one id',
      { shown: [{ ...input.shown[0], id: 'hit-rate' }] },
      /got hit-rate more than once/,
    ],
    [
      'a criterion without a reason',
      { criteria: [{ ...speedup, because: '' }] },
      /spawn-time must say `because` of what/,
    ],
    [
      'a bound that is no number',
      { criteria: [{ ...speedup, bound: { is: 'at least', value: NaN } }] },
      /spawn-time must have a finite bound, got NaN/,
    ],
    ['no metrics', { metrics: {} }, /`metrics` must name at least one metric/],
    [
      'an unknown summary',
      { metrics: { readyMs: { unit: 'ms', about: '', summary: 'mode' as never } } },
      /metric readyMs must have one of the summaries median, .*, got "mode"/,
    ],
    [
      'a metric without unit',
      { metrics: { readyMs: { unit: '', about: '', summary: 'mean' } } },
      /metric readyMs must have a unit/,
    ],
    ['no arms', { arms: {} }, /`arms` must name at least one arm/],
    [
      'sizes with other keys',
      { sizes: { ...input.sizes, full: { agent: 1 } } },
      /`sizes.full` must have the keys of `sizes.quick` \(agents\), got agent/,
    ],
    [
      'no block',
      { design: { ...design, blocks: { ...design.blocks, quick: 0 } } },
      /`design.blocks.quick` must be a positive integer, got 0/,
    ],
    [
      'half a block',
      { design: { ...design, blocks: { ...design.blocks, full: 1.5 } } },
      /`design.blocks.full` must be a positive integer, got 1.5/,
    ],
    [
      'looks that do not end with all blocks',
      { design: { ...design, looks: { standard: [6, 8] } } },
      /`design.looks.standard` cannot be planned: the last look must be at all 10 blocks, got 8/,
    ],
    [
      'a look that can decide nothing',
      { design: { ...design, looks: { standard: [4, 10] } } },
      /`design.looks.standard` cannot be planned: a look after 4 of 10 blocks can decide nothing/,
    ],
    [
      'looks that go back',
      { design: { ...design, looks: { full: [20, 10, 30] } } },
      /`design.looks.full` cannot be planned: `looks\[1\]` must be a whole number of blocks above 20/,
    ],
    [
      'half a spare block',
      { design: { ...design, spareBlocks: { quick: 0.5 } } },
      /`design.spareBlocks.quick` must be an integer of at least 0, got 0.5/,
    ],
    [
      'too few blocks to select an arm and confirm it',
      {
        design: { ...design, blocks: { quick: 5, standard: 10, full: 30 }, confidence: 0.95 },
        shown: [
          {
            id: 'best',
            statement: 'the best',
            quantity: {
              kind: 'selected',
              metric: 'readyMs',
              arms: ['pool'],
              baseline: 'cold',
              prefer: 'low',
            },
          },
        ],
      },
      /^- `design.blocks.quick` is too few for best, which is selected: `blocks` must be an integer above 5, the least that can confirm, got 5$/m,
    ],
    [
      'a share in percent',
      { design: { ...design, host: { maxForeignRatio: 25 } } },
      /`design.host.maxForeignRatio` must be from 0 to 1, got 25/,
    ],
    [
      'a negative warm-up',
      { design: { ...design, warmupBlocks: -1 } },
      /`design.warmupBlocks` must be an integer of at least 0, got -1/,
    ],
    [
      'a seed that is no integer',
      { design: { ...design, seed: 0.5 } },
      /`design.seed` must be an integer, got 0.5/,
    ],
    [
      'no deadline',
      { design: { ...design, trialDeadlineMs: 0 } },
      /`design.trialDeadlineMs` must be above 0/,
    ],
    [
      'a deadline no timer can keep',
      { design: { ...design, trialDeadlineMs: 2 ** 31 } },
      /`design.trialDeadlineMs` must be above 0 and below 2\^31, got 2147483648/,
    ],
    [
      'a confidence in percent',
      { design: { ...design, confidence: 95 } },
      /`design.confidence` must be between 0.5 and 1, got 95/,
    ],
    [
      'an unknown metric',
      {
        criteria: [
          speedup,
          { ...level, quantity: { kind: 'level', metric: 'hitrate', arm: 'pool' } },
        ],
      },
      /hit-rate is about the metric "hitrate", which is not in `metrics`/,
    ],
    [
      'an unknown arm',
      {
        shown: [
          {
            ...input.shown[0],
            quantity: { kind: 'lowest', metric: 'readyMs', arms: ['cold', 'warm'] },
          },
        ],
      },
      /cold-time is about the arm "warm", which is not in `arms`/,
    ],
    [
      'an inherited name as an arm',
      {
        shown: [
          { ...input.shown[0], quantity: { kind: 'level', metric: 'readyMs', arm: 'toString' } },
        ],
      },
      /the arm "toString"/,
    ],
    [
      'arms of which there are none',
      {
        shown: [{ ...input.shown[0], quantity: { kind: 'highest', metric: 'readyMs', arms: [] } }],
      },
      /cold-time must be about at least one arm/,
    ],
    [
      'an improvement that names nothing',
      { sprint: { ...input.sprint, improvement: 'speed' } },
      /`sprint.improvement` must name a criterion of kind speedup, got "speed", which is no criterion/,
    ],
    [
      'an improvement that is no speedup',
      { sprint: { ...input.sprint, improvement: 'hit-rate' } },
      /got "hit-rate", which is a criterion of kind level/,
    ],
    [
      'a size JSON cannot carry',
      { sizes: { quick: { agents: Infinity }, standard: { agents: 1 }, full: { agents: 1 } } },
      /`sizes.quick.agents` must be plain JSON data, got Infinity/,
    ],
  ])('with %s is refused', (_, change, message) => {
    expect(() => defineChanged(change)).toThrow(TypeError);
    expect(() => defineChanged(change)).toThrow(message);
  });

  test('with several problems is refused with all of them', () => {
    expect(() => defineChanged({ claim: '', arms: {}, design: { ...design, seed: 0.5 } })).toThrow(
      /is not well defined:\n- `claim` .*\n- `arms` .*\n- `design.seed` /,
    );
  });
});
