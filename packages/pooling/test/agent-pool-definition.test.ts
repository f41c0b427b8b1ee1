import { inputsOf } from '@muster/analysis';
import { planOf } from '@muster/experiment';
import { describe, expect, test } from 'vitest';
import { agentPool } from '../experiments/agent-pool.experiment.ts';
import { withLauncher } from '../experiments/launchers.ts';
import { LARGER, LOADED } from '../experiments/shown.ts';

describe('the experiment on pools', () => {
  test('compares a launcher with itself, so that forking is no merit of the pool', () => {
    const { launchers } = planOf(agentPool, 'standard');
    const mixed = agentPool.criteria.flatMap(({ id, launcher, quantity }) =>
      launcher === undefined
        ? []
        : inputsOf(quantity).flatMap(({ arm }) =>
            launchers?.ofArms[arm] === launcher ? [] : `${id} (${launcher}) needs ${arm}`,
          ),
    );
    expect(mixed).toEqual([]);
  });

  test('judges spawn time and memory with each launcher, and hits with the one that decides', () => {
    const judged = agentPool.criteria.map(({ id, launcher }) => `${id} ${launcher ?? 'any'}`);
    expect(judged).toEqual([
      'spawn-time zygote',
      'spawn-time exec',
      'pool-memory zygote',
      'pool-memory exec',
      'hit-rate any',
    ]);
    for (const arm of LOADED) expect(agentPool.arms[arm].launcher).toBeUndefined();
  });

  test('loads the pool of cold agents where there is no zygote', () => {
    const { arms, launchers } = planOf(agentPool, 'quick', { zygote: 'no compiler' });
    expect(arms).toEqual([...LOADED, LARGER, 'cold', 'pooled', 'pooledOnce'].toSorted());
    for (const arm of [...LOADED, LARGER]) expect(launchers?.ofArms[arm]).toBe('exec');
  });
});

test('a launcher that nobody knows is refused', async () => {
  const { signal } = new AbortController();
  await expect(withLauncher({ launcher: 'ssh', signal }, async () => undefined)).rejects.toThrow(
    new TypeError('`launcher` must be one of zygote, exec, got ssh'),
  );
});
