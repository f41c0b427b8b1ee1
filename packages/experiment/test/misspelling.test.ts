import { atLeast } from '@muster/analysis';
import { describe, expect, test } from 'vitest';
import { defineExperiment } from '../src/definition/define.ts';
import { input } from './support/example.ts';

describe('what is misspelt does not compile', () => {
  const metrics = { readyMs: { unit: 'ms', about: 'a', summary: 'median' } } as const;
  const sizes = { quick: { agents: 1 }, standard: { agents: 2 }, full: { agents: 3 } };
  const trial = async (): Promise<void> => undefined;
  const speedup = { id: 'a', statement: 'a', because: 'b', bound: atLeast(2) } as const;
  const shared = { id: 'e', claim: 'c', metrics, sizes, design: input.design } as const;

  test('but what is right does, with names and sizes inferred', () => {
    const experiment = defineExperiment({
      ...shared,
      arms: {
        cold: {
          about: 'a',
          trial: async ({ observe, sizes: { agents }, random, clock, signal, scratchDir }) => {
            const ready: number = agents + random.next() + clock.now();
            if (!signal.aborted && scratchDir !== '') observe({ readyMs: ready });
          },
        },
        pool: { about: 'b', trial },
      },
      criteria: [
        { ...speedup, quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pool' } },
      ],
    });
    expect(experiment.arms.cold.about).toBe('a');
  });

  test('a metric in a criterion', () => {
    expect(() =>
      defineExperiment({
        ...shared,
        arms: { cold: { about: 'a', trial }, pool: { about: 'b', trial } },
        criteria: [
          {
            ...speedup,
            // @ts-expect-error `readyMS` is no metric
            quantity: { kind: 'speedup', metric: 'readyMS', from: 'cold', to: 'pool' },
          },
        ],
      }),
    ).toThrow(/"readyMS"/);
  });

  test('an arm in a criterion', () => {
    expect(() =>
      defineExperiment({
        ...shared,
        arms: { cold: { about: 'a', trial }, pool: { about: 'b', trial } },
        criteria: [
          // @ts-expect-error `pol` is no arm
          { ...speedup, quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pol' } },
        ],
      }),
    ).toThrow(/"pol"/);
  });

  test('an arm in a shown quantity', () => {
    expect(() =>
      defineExperiment({
        ...shared,
        arms: { cold: { about: 'a', trial } },
        criteria: [{ ...speedup, quantity: { kind: 'level', metric: 'readyMs', arm: 'cold' } }],
        shown: [
          // @ts-expect-error `cool` is no arm
          { id: 's', statement: 's', quantity: { kind: 'level', metric: 'readyMs', arm: 'cool' } },
        ],
      }),
    ).toThrow(/"cool"/);
  });

  test('a metric that is observed', async () => {
    const experiment = defineExperiment({
      ...shared,
      arms: {
        cold: {
          about: 'a',
          trial: async ({ observe }) => {
            // @ts-expect-error `readyMS` is no metric
            observe({ readyMS: 1 });
          },
        },
      },
      criteria: [{ ...speedup, quantity: { kind: 'level', metric: 'readyMs', arm: 'cold' } }],
    });
    expect(Object.keys(experiment.metrics)).toEqual(['readyMs']);
  });

  test('a size of a profile', () => {
    expect(() =>
      defineExperiment({
        ...shared,
        // @ts-expect-error `agnets` is no size
        sizes: { quick: { agents: 1 }, standard: { agnets: 2 }, full: { agents: 3 } },
        arms: { cold: { about: 'a', trial } },
        criteria: [{ ...speedup, quantity: { kind: 'level', metric: 'readyMs', arm: 'cold' } }],
      }),
    ).toThrow(/`sizes.standard`/);
  });

  test('a size that is used', () => {
    const experiment = defineExperiment({
      ...shared,
      arms: {
        cold: {
          about: 'a',
          trial: async ({ sizes: given }) => {
            // @ts-expect-error `agnets` is no size
            expect(given.agnets).toBeUndefined();
          },
        },
      },
      criteria: [{ ...speedup, quantity: { kind: 'level', metric: 'readyMs', arm: 'cold' } }],
    });
    expect(experiment.sizes.quick.agents).toBe(1);
  });
});
