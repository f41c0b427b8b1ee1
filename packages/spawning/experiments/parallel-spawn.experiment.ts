import { atLeast, atMost, lessThan } from '@muster/analysis';
import { defineExperiment } from '@muster/experiment';
import { adaptive, sequential, waves, window } from '@muster/spawning';
import { burstArm, startCurve } from './burst-arms.ts';
import { launchers } from './populations.ts';
import { besideTheCriteria, startCurves } from './shown.ts';
import { metrics } from './spawn-metrics.ts';

/** The least that an interval with both ends takes at this confidence. */
const FEWEST = { quick: 5, standard: 5, full: 10 };
/** The same for verdicts that do not decide where there is a zygote: a first look goes without them. */
const FEWEST_BESIDE = { quick: 1, standard: 5, full: 10 };
/** Told and not judged. */
const ONCE = { quick: 1, standard: 1, full: 10 };
/** Starts underway at any time, in the arms of the sliding window. */
const WINDOW = 16;

/**
 * Does starting agents many at a time bring them up sooner, and does the host bear it?
 *
 * The seed's sizes: 700 agents, one after another against batches of 10, 50 and 100, beside a sliding
 * window and the spawner's own choice; as fresh processes, as forks of a zygote, and as plain shell
 * scripts. Agents forked one after another are the control: they tell what forking gives from what
 * parallelism does.
 */
export const parallelSpawn = defineExperiment({
  id: 'parallel-spawn',
  sprint: {
    id: '3.3',
    optimization: 'Parallel spawning',
    improvement: 'init-time',
    targets: { minimum: 5, ideal: 10, skipBelow: 3, statedAs: '5-10×' },
  },
  claim:
    'Started in parallel, all agents are ready at least five times sooner, and the host bears it.',
  metrics,
  sizes: {
    quick: { agents: 70, curveAgents: 70 },
    standard: { agents: 700, curveAgents: 200 },
    full: { agents: 700, curveAgents: 200 },
  },
  design: {
    blocks: { quick: 6, standard: 7, full: 30 },
    warmupBlocks: 1,
    seed: 33,
    trialDeadlineMs: 180_000,
    abortGraceMs: 30_000,
    confidence: 0.95,
  },
  launchers,
  arms: {
    coldOneByOne: burstArm('exec', sequential(), FEWEST),
    coldWaves10: burstArm('exec', waves(10), ONCE),
    coldWaves50: burstArm('exec', waves(50), ONCE),
    coldWaves100: burstArm('exec', waves(100), ONCE),
    coldWindow: burstArm('exec', window(WINDOW), ONCE),
    coldAdaptive: burstArm('exec', adaptive(), FEWEST_BESIDE),
    forkedOneByOne: burstArm('zygote', sequential()),
    forkedWaves10: burstArm('zygote', waves(10)),
    forkedWaves50: burstArm('zygote', waves(50)),
    forkedWaves100: burstArm('zygote', waves(100)),
    forkedWindow: burstArm('zygote', window(WINDOW)),
    forkedAdaptive: burstArm('zygote', adaptive()),
    shellOneByOne: burstArm('shell', sequential(), FEWEST_BESIDE),
    shellWaves50: burstArm('shell', waves(50), FEWEST_BESIDE),
    shellAdaptive: burstArm('shell', adaptive(), FEWEST_BESIDE),
    startCurve: startCurve(FEWEST_BESIDE),
  },
  criteria: [
    ...criteriaOf('zygote', 'coldOneByOne', 'forkedAdaptive', 'forked, over fresh processes'),
    ...criteriaOf('exec', 'coldOneByOne', 'coldAdaptive', 'fresh processes'),
    ...criteriaOf('shell', 'shellOneByOne', 'shellAdaptive', 'shell agents'),
  ],
  shown: besideTheCriteria,
  scaling: startCurves,
});

/** What is asked of the spawner's own choice: what a user gets who chooses nothing. */
function criteriaOf<From extends string, To extends string>(
  launcher: string,
  from: From,
  to: To,
  what: string,
) {
  return [
    {
      id: 'init-time',
      launcher,
      statement: `Parallel spawning achieves ≥5× faster initialization (${what} one after another)`,
      because: 'below that, hundreds of starts at once are not worth what can go wrong with them',
      quantity: { kind: 'speedup', metric: 'initMs', from, to },
      bound: atLeast(5),
    },
    {
      id: 'failures',
      launcher,
      statement: 'Spawn failure rate <1%',
      because: 'an agent that is missing is missed by all that coordinate with it',
      quantity: { kind: 'proportion', successes: 'failed', attempts: 'wanted', arm: to },
      bound: lessThan(0.01),
    },
    {
      id: 'loop-delay',
      launcher,
      statement: 'System load: the coordinator is less than 100 ms late, 99th percentile',
      because: 'a coordinator that is later than that misses what its agents tell it meanwhile',
      quantity: { kind: 'level', metric: 'loopP99Ms', arm: to },
      bound: lessThan(100),
    },
    {
      id: 'memory',
      launcher,
      statement: 'System load: available memory is never under 10 %',
      because: 'with less, the kernel takes pages from whoever needs them, and then kills',
      quantity: { kind: 'level', metric: 'availableShare', arm: to },
      bound: atLeast(0.1),
    },
    {
      id: 'recovery',
      launcher,
      statement: 'System load: back to within 10 % of rest in 10 s',
      because: 'agents that are ready and have nothing to do must cost nothing',
      quantity: { kind: 'level', metric: 'recoveryMs', arm: to },
      bound: atMost(10_000),
    },
  ] as const;
}
