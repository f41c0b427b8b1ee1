import { atLeast } from '@muster/analysis';
import { describe, expect, test } from 'vitest';
import { defineExperiment, type ExperimentInput } from '../src/definition/define.ts';
import type { Experiment } from '../src/definition/definition.ts';
import { findAbsentLaunchers } from '../src/plan/launchers.ts';
import { planOf } from '../src/plan/plan.ts';
import { createSchedule } from '../src/plan/schedule.ts';
import { deriveResult } from '../src/result/derive-result.ts';
import { runScripted } from '../src/trial/scripted-executor.ts';
import { createSlotRunner } from '../src/trial/slot-runner.ts';
import { header } from './support/journal-lines.ts';
import { manualClock } from './support/manual-clock.ts';

type Anything = ExperimentInput<string, string, Record<string, number>>;
const NO_ZYGOTE = { zygote: 'there is no compiler' };
const zygote = { name: 'zygote', agents: 'forked agents', absence: async () => null };
const exec = { name: 'exec', agents: 'fresh processes' };
const trial = async (): Promise<void> => undefined;

function faster(launcher: string | undefined, from: string, to: string): Anything['criteria'][0] {
  return {
    id: 'spawn-time',
    statement: 'at least 2x',
    because: 'it was asked for',
    ...(launcher === undefined ? {} : { launcher }),
    quantity: { kind: 'speedup', metric: 'readyMs', from, to },
    bound: atLeast(2),
  };
}
const forEach = [faster('zygote', 'forked', 'forkedPool'), faster('exec', 'cold', 'coldPool')];

const input: Anything = {
  id: 'two-launchers',
  sprint: {
    id: '3.1',
    optimization: 'Agent pooling',
    improvement: 'spawn-time',
    targets: { minimum: 2, ideal: 5, skipBelow: 1.5, statedAs: '2-5×' },
  },
  claim: 'A pool is faster.',
  metrics: { readyMs: { unit: 'ms', about: 'time to ready', summary: 'single' } },
  sizes: { quick: { agents: 1 }, standard: { agents: 2 }, full: { agents: 3 } },
  design: {
    blocks: { quick: 6, standard: 6, full: 6 },
    warmupBlocks: 0,
    seed: 7,
    trialDeadlineMs: 1_000,
    confidence: 0.95,
  },
  launchers: [zygote, exec],
  arms: {
    forked: { about: 'forked', launcher: 'zygote', trial },
    forkedPool: { about: 'forked ahead', launcher: 'zygote', trial },
    cold: { about: 'fresh', launcher: 'exec', trial },
    coldPool: { about: 'fresh, ahead', launcher: 'exec', trial },
    loaded: { about: 'under load', trial },
  },
  criteria: forEach,
};
const example: Experiment = define({});

function define(change: Partial<Anything>): Experiment {
  return defineExperiment<string, string, Record<string, number>>({ ...input, ...change });
}

describe('a definition', () => {
  test.each<[string, Partial<Anything>, RegExp]>([
    [
      'a launcher twice',
      { launchers: [zygote, zygote, exec] },
      /names of their own, got zygote more than once/,
    ],
    [
      'agents that are not described',
      { launchers: [{ ...zygote, agents: ' ' }, exec] },
      /must each have a name and say what its agents are/,
    ],
    [
      'no launcher that is always there',
      { launchers: [exec, zygote] },
      /must end with one that is always there, got zygote/,
    ],
    [
      'an arm on an unknown launcher',
      { arms: { ...input.arms, loaded: { about: 'x', launcher: 'ssh', trial } } },
      /arm loaded is about the launcher "ssh", which is not in `launchers`/,
    ],
    [
      'a criterion on an unknown launcher',
      { criteria: [...forEach, faster('ssh', 'cold', 'coldPool')] },
      /criterion spawn-time is about the launcher "ssh"/,
    ],
    [
      'a criterion that one launcher does not have to meet',
      { criteria: forEach.slice(0, 1) },
      /criterion spawn-time must be judged for each launcher or for none, lacks exec/,
    ],
    [
      'a criterion with launchers and without',
      { criteria: [...forEach, faster(undefined, 'cold', 'coldPool')] },
      /criterion spawn-time must be judged for each launcher or for none, got both/,
    ],
    [
      'a criterion twice for one launcher',
      { criteria: [...forEach, faster('exec', 'cold', 'coldPool')] },
      /must differ, got spawn-time \(exec\) more than once/,
    ],
    [
      'an improvement that is bound otherwise for one launcher',
      { criteria: [forEach[0]!, { ...forEach[1]!, bound: atLeast(1.5) }] },
      /criterion spawn-time must be bound by the sprint's minimum \(at least 2\), got at least 1\.5/,
    ],
  ])('with %s is refused', (_, change, message) => {
    expect(() => define(change)).toThrow(message);
  });
});

describe('a plan', () => {
  test('has every arm and says which launcher each has', () => {
    const { arms, launchers } = planOf(example, 'quick');
    expect(arms).toEqual(['cold', 'coldPool', 'forked', 'forkedPool', 'loaded']);
    expect(launchers).toEqual({
      decides: 'zygote',
      absent: {},
      ofArms: {
        forked: 'zygote',
        forkedPool: 'zygote',
        cold: 'exec',
        coldPool: 'exec',
        loaded: 'zygote',
      },
    });
  });

  test('leaves out the arms of a launcher that cannot be had, and moves the others', () => {
    const { arms, launchers } = planOf(example, 'quick', NO_ZYGOTE);
    expect(arms).toEqual(['cold', 'coldPool', 'loaded']);
    expect(launchers).toMatchObject({
      decides: 'exec',
      absent: NO_ZYGOTE,
      ofArms: { forked: 'zygote', loaded: 'exec' },
    });
  });

  test('is another when a launcher is absent, and the same whatever words it is absent in', () => {
    const { planHash, parts } = planOf(example, 'quick', NO_ZYGOTE);
    const whole = planOf(example, 'quick');
    expect(whole.planHash).not.toBe(planHash);
    expect(whole.parts['launchers']).not.toBe(parts['launchers']);
    expect(planOf(example, 'quick', { zygote: 'cc is not there' }).planHash).toBe(planHash);
  });

  test('without launchers has none', () => {
    const arms = { cold: { about: 'x', trial }, pool: { about: 'y', trial } };
    const criteria = [faster(undefined, 'cold', 'pool')];
    expect(planOf(define({ launchers: [], arms, criteria }), 'quick').launchers).toBeNull();
  });
});

test('launchers are asked whether they can be had, and their reasons kept', async () => {
  const absence = async (): Promise<string | null> => NO_ZYGOTE.zygote;
  const lacking = define({ launchers: [{ ...zygote, absence }, exec] });
  expect(await findAbsentLaunchers(lacking)).toEqual(NO_ZYGOTE);
  expect(await findAbsentLaunchers(example)).toEqual({});
});

test.each([
  ['zygote', {}],
  ['exec', NO_ZYGOTE],
])('a trial without a launcher of its own is told %s', async (expected, absent) => {
  const told: (string | null)[] = [];
  const arms = {
    ...input.arms,
    loaded: {
      about: 'under load',
      trial: async ({ launcher }: { readonly launcher: string | null }) => {
        told.push(launcher);
      },
    },
  };
  const experiment = define({ arms });
  const plan = planOf(experiment, 'quick', absent);
  const run = createSlotRunner(experiment, plan, manualClock());
  const slot = createSchedule(plan).find(({ arm }) => arm === 'loaded');
  await run(slot!, new AbortController().signal);
  expect(told).toEqual([expected]);
});

test('what an absent launcher was to show is not measured here, and says why', async () => {
  const script = ({ arm }: { readonly arm: string }): { observes: { readyMs: number } } => ({
    observes: { readyMs: arm === 'cold' ? 30 : 10 },
  });
  const trials = await runScripted(example, 'quick', script, NO_ZYGOTE);
  const plan = planOf(example, 'quick', NO_ZYGOTE);
  const contents = { trials, resumed: [], completeBytes: 0, tornBytes: 0 };
  const { judgement, definition, runs, warnings } = deriveResult(
    example,
    { ...contents, header: header({ plan, trials: trials.length }) },
    { file: 'raw', sha256: '0'.repeat(64) },
  );
  expect(
    judgement.criteria.map(({ id, launcher, verdict, because }) => [
      `${id} ${launcher} ${verdict}`,
      because.replace(/interval .* lies/, 'interval lies'),
    ]),
  ).toEqual([
    ['spawn-time zygote invalid', 'not measured here: there is no compiler'],
    ['spawn-time exec met', 'the interval lies wholly above 2x'],
  ]);
  expect(judgement.warnings).toEqual([]);
  expect(warnings).not.toContainEqual(expect.stringContaining('forked'));
  expect(runs.absent).toEqual({
    forked: 'there is no compiler',
    forkedPool: 'there is no compiler',
  });
  expect(definition.launchers).toEqual([
    { name: 'zygote', agents: 'forked agents' },
    { name: 'exec', agents: 'fresh processes' },
  ]);
  expect(definition.arms['cold']).toEqual({ about: 'fresh', launcher: 'exec' });
  expect(definition.arms['loaded']).toEqual({ about: 'under load' });
});
