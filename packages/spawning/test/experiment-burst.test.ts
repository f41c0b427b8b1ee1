import { createExecLauncher, type Launcher } from '@muster/agent-runtime';
import { sequential, window } from '@muster/spawning';
import { describe, expect, test } from 'vitest';
import { startBurst, stopAll } from '../experiments/burst.ts';
import { burstArm, startCurve } from '../experiments/burst-arms.ts';
import { type Population, populationOf } from '../experiments/populations.ts';
import type { Metric, Trial } from '../experiments/spawn-metrics.ts';

const { signal } = new AbortController();
const population = populationOf('shell');
const clock = performance;

/** Says that it is ready and never anything again. */
const mute: Population = {
  ...population,
  spec: {
    command: 'sh',
    args: [
      '-c',
      `printf '%s\\n' '{"type":"hello","protocol":1,"agent":"'$MUSTER_AGENT'","incarnation":'$MUSTER_INCARNATION',"token":"'$MUSTER_TOKEN'"}' '{"type":"ready"}'; read -r frame; exit 3`,
    ],
  },
};

/** What a trial is given, and what it observes. */
function trial(launcher: string): {
  readonly context: Trial;
  readonly observed: Partial<Record<Metric, number>>;
} {
  const observed: Partial<Record<Metric, number>> = {};
  const context: Trial = {
    sizes: { agents: 5, curveAgents: 3 },
    observe: (values) => void Object.assign(observed, values),
    signal,
    launcher,
    clock,
    random: { next: () => 0.5, integer: (from) => from, shuffle: (items) => items.toReversed() },
    scratchDir: '',
  };
  return { context, observed };
}

describe('a burst', () => {
  test('is over when every agent has answered, and all are alive together', async () => {
    await using launcher = await createExecLauncher();
    const burst = await startBurst({
      launcher,
      population,
      strategy: window(3),
      agents: 6,
      clock,
      signal,
    });
    expect(burst).toMatchObject({ failed: 0, alive: 6, heldMs: 0 });
    expect(burst.initMs).toBeGreaterThanOrEqual(
      Math.max(...burst.agents.map(({ phases }) => phases.readyMs)),
    );
    await stopAll(burst);
    expect(launcher.sightings()).toEqual([]);
  });

  test('counts an agent that says it is ready and cannot answer', async () => {
    await using launcher = await createExecLauncher();
    const burst = await startBurst({
      launcher,
      population: mute,
      strategy: sequential(),
      agents: 2,
      clock,
      signal,
    });
    expect(burst).toMatchObject({ failed: 2, alive: 0 });
  });

  test('counts an agent that was ready at the second try only', async () => {
    await using opened = await createExecLauncher();
    let launches = 0;
    const failing: Launcher = {
      ...opened,
      launch: (spec, options) =>
        ++launches === 2
          ? opened.launch({ ...spec, command: 'false' }, options)
          : opened.launch(spec, options),
      [Symbol.asyncDispose]: () => opened.close(),
    };
    const burst = await startBurst({
      launcher: failing,
      population,
      strategy: sequential(),
      agents: 3,
      clock,
      signal,
    });
    expect(burst).toMatchObject({ failed: 1, alive: 3 });
    expect(launches).toBe(4);
  });

  test('is no measurement when an agent came to be in another way', async () => {
    await using launcher = await createExecLauncher();
    const burst = startBurst({
      launcher,
      population: { ...population, start: 'forked' },
      strategy: sequential(),
      agents: 1,
      clock,
      signal,
    });
    await expect(burst).rejects.toThrow(/must be forked and is cold/);
  });
});

describe('a trial', () => {
  test('observes time, failures, load and recovery of one burst', async () => {
    const { context, observed } = trial('shell');
    await burstArm('shell', window(2)).trial(context);
    expect(observed).toMatchObject({ wanted: 5, failed: 0, alive: 5, heldMs: 0 });
    const { loopP99Ms, loopMaxMs, availableShare, busyShare, runQueue } = observed;
    expect(Math.min(loopP99Ms!, busyShare!, runQueue!)).toBeGreaterThanOrEqual(0);
    expect(loopMaxMs).toBeGreaterThanOrEqual(loopP99Ms!);
    expect(availableShare).toBeGreaterThan(0);
    expect(availableShare).toBeLessThan(1);
    expect(observed.recoveryMs).toBeGreaterThanOrEqual(249);
  });

  test('of the curve observes a rate at every concurrency', async () => {
    const { context, observed } = trial('shell');
    await startCurve({ quick: 1, standard: 1, full: 1 }).trial(context);
    expect(Object.keys(observed)).toEqual(
      [64, 32, 16, 8, 4, 2, 1].map((concurrency) => `rate${concurrency}`),
    );
    for (const rate of Object.values(observed)) expect(rate).toBeGreaterThan(0);
  });
});
