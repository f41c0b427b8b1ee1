import { describe, expect, test } from 'vitest';
import { sha256 } from '../src/files/digest.ts';
import { fingerprintOf } from '../src/machine/machine.ts';
import type { Design } from '../src/definition/design.ts';
import type { Experiment } from '../src/definition/definition.ts';
import { planOf } from '../src/plan/plan.ts';
import { differencesFrom, type Present } from '../src/journal/resume.ts';
import { example, input } from './support/example.ts';
import { defineExperiment } from '../src/definition/define.ts';
import { header } from './support/journal-lines.ts';

const { plan, provenance, machine } = header();
const present: Present = { plan, provenance, machine };

describe('what was measured may be gone on with', () => {
  test('when plan, code and machine are the same', () => {
    expect(differencesFrom(header(), present)).toEqual([]);
  });

  test('also after a commit, which changes no code', () => {
    const committed = { ...provenance, commit: 'a'.repeat(40), dirty: false };
    expect(differencesFrom(header(), { ...present, provenance: committed })).toEqual([]);
  });

  test.each<[string, Partial<Present>, RegExp]>([
    [
      'another plan',
      { plan: { ...plan, planHash: sha256('x'), parts: { ...plan.parts, criteria: sha256('x') } } },
      /^the plan is another: criteria changed \(plan [0-9a-f]{12} to [0-9a-f]{12}\)$/,
    ],
    [
      'another profile',
      { plan: { ...plan, planHash: sha256('x'), profile: 'full' } },
      /^the plan is another: its profile was quick and is full$/,
    ],
    [
      'other code',
      {
        provenance: {
          ...provenance,
          codeDigest: sha256('x'),
          code: { ...provenance.code, '@muster/pooling': sha256('x'), '@muster/new': sha256('y') },
        },
      },
      /^the code is another: @muster\/new, @muster\/pooling changed \(code /,
    ],
    [
      'built code after sources',
      { provenance: { ...provenance, origin: 'dist' } },
      /^the code is another: src was measured and dist would be$/,
    ],
    [
      'another machine',
      { machine: fingerprintOf({ ...machine, kernel: '6.2.0', cores: 4 }) },
      /^the machine is another: cores was 2 and is 4, kernel was 6\.1\.0 and is 6\.2\.0 \(machine /,
    ],
  ])('but not with %s', (_, change, message) => {
    const differences = differencesFrom(header(), { ...present, ...change });
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatch(message);
  });

  test('and every difference is told', () => {
    const other: Present = {
      plan: { ...plan, planHash: sha256('x') },
      provenance: { ...provenance, origin: 'dist' },
      machine: fingerprintOf({ ...machine, node: 'v22.18.0' }),
    };
    expect(differencesFrom(header(), other)).toHaveLength(3);
  });
});

describe('the plan hash', () => {
  const hash = planOf(example, 'quick').planHash;

  test('is the same for the same definition', () => {
    expect(planOf(example, 'quick').planHash).toBe(hash);
  });

  test('does not change with the code of a trial, which the code digest covers', () => {
    const cold = { ...input.arms.cold, trial: async (): Promise<void> => undefined };
    const changed = defineExperiment({ ...input, arms: { ...input.arms, cold } });
    expect(planOf(changed, 'quick').planHash).toBe(hash);
  });

  test('does not change with the sizes of another profile', () => {
    const sizes = { ...input.sizes, full: { agents: 700 } };
    expect(planOf(defineExperiment({ ...input, sizes }), 'quick').planHash).toBe(hash);
  });

  const [speedup, level] = input.criteria;
  const designed = (more: Partial<Design>): Experiment =>
    defineExperiment({ ...input, design: { ...input.design, ...more } });
  test.each([
    ['profile', () => planOf(example, 'standard')],
    [
      'bound',
      () =>
        planOf(
          defineExperiment({
            ...input,
            criteria: [speedup, { ...level, bound: { is: 'at least', value: 0.8 } }],
          }),
          'quick',
        ),
    ],
    [
      'seed',
      () => planOf(defineExperiment({ ...input, design: { ...input.design, seed: 8 } }), 'quick'),
    ],
    ['spare blocks', () => planOf(designed({ spareBlocks: { quick: 3 } }), 'quick')],
    ['rules about the host', () => planOf(designed({ host: { mayThrottle: false } }), 'quick')],
    [
      'about of an arm',
      () =>
        planOf(
          defineExperiment({
            ...input,
            arms: { ...input.arms, cold: { ...input.arms.cold, about: 'x' } },
          }),
          'quick',
        ),
    ],
    [
      'metric',
      () =>
        planOf(
          defineExperiment({
            ...input,
            metrics: { ...input.metrics, hitRate: { ...input.metrics.hitRate, summary: 'mean' } },
          }),
          'quick',
        ),
    ],
  ])('changes with the %s', (_, other) => {
    expect(other().planHash).not.toBe(hash);
  });

  test('changes with the looks', () => {
    const [one, two] = [{}, { looks: { standard: [6, 10] } }].map((more) =>
      planOf(designed(more), 'standard'),
    );
    expect(one?.looks).toEqual([10]);
    expect(two?.looks).toEqual([6, 10]);
    expect(two?.planHash).not.toBe(one?.planHash);
  });
});
