import { inputsOf } from '@muster/analysis';
import { createSchedule, planOf } from '@muster/experiment';
import { describe, expect, test } from 'vitest';
import { parallelSpawn } from '../experiments/parallel-spawn.experiment.ts';
import { populationOf } from '../experiments/populations.ts';
import { ARMS } from '../experiments/shown.ts';

const judged = ['init-time', 'failures', 'loop-delay', 'memory', 'recovery'];

describe('the experiment on parallel starts', () => {
  test('judges the same of every population, on the strategy that nobody chose', () => {
    const { criteria } = parallelSpawn;
    expect(criteria.map(({ id, launcher }) => `${id} ${launcher}`)).toEqual(
      ['zygote', 'exec', 'shell'].flatMap((launcher) => judged.map((id) => `${id} ${launcher}`)),
    );
    const about = criteria.map(({ quantity }) => inputsOf(quantity).at(-1)?.arm);
    expect(new Set(about)).toEqual(new Set(['forkedAdaptive', 'coldAdaptive', 'shellAdaptive']));
  });

  test('never mixes shell agents with others, and forks only against the one baseline', () => {
    const { launchers } = planOf(parallelSpawn, 'standard');
    const mixed = [...parallelSpawn.criteria, ...parallelSpawn.shown].flatMap(
      ({ id, quantity }) => {
        const names = new Set(inputsOf(quantity).map(({ arm }) => launchers?.ofArms[arm]));
        return names.size === 1 ? [] : `${id}: ${[...names].join(' and ')}`;
      },
    );
    expect(mixed).toEqual(['init-time: exec and zygote', 'forking: exec and zygote']);
  });

  test('has the seed’s sizes of batches for forks and for fresh processes', () => {
    for (const population of ['forked', 'cold'] as const) {
      const about = ARMS[population].map((arm) => parallelSpawn.arms[arm].about);
      expect(about).toEqual([
        'start all agents: one after another',
        'start all agents: waves of 10',
        'start all agents: waves of 50',
        'start all agents: waves of 100',
        'start all agents: a window of 16',
        'start all agents: adaptive',
      ]);
    }
    expect(parallelSpawn.sizes.standard.agents).toBe(700);
    expect(parallelSpawn.sizes.quick.agents).toBe(70);
  });

  test('starts fresh processes one after another as seldom as a verdict allows', () => {
    const slots = createSchedule({ ...planOf(parallelSpawn, 'standard'), spareBlocks: 0 });
    const blocksOf = (arm: string): readonly number[] =>
      slots.filter((slot) => slot.arm === arm).map(({ block, warmup }) => (warmup ? -1 : block));
    expect(blocksOf('coldOneByOne')).toEqual([2, 3, 4, 5, 6]);
    expect(blocksOf('coldAdaptive')).toEqual([2, 3, 4, 5, 6]);
    expect(blocksOf('coldWaves50')).toEqual([6]);
    expect(blocksOf('forkedAdaptive')).toEqual([-1, 0, 1, 2, 3, 4, 5, 6]);
  });

  test('goes on with fresh processes and shell agents where there is no zygote', () => {
    const { arms, launchers } = planOf(parallelSpawn, 'quick', { zygote: 'no compiler' });
    expect(arms).toEqual([...ARMS.cold, ...ARMS.shell, 'startCurve'].toSorted());
    expect(launchers?.decides).toBe('exec');
  });
});

test('a population that nobody knows is refused', () => {
  expect(() => populationOf('ssh')).toThrow(
    new TypeError('`launcher` must be one of zygote, exec, shell, got ssh'),
  );
});
