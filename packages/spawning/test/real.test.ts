/** Every strategy on every launcher, with real processes from the first to the last. */
import type { AgentSpec, Phases } from '@muster/agent-runtime';
import { expect, test } from 'vitest';
import { handyman, PATIENT } from '../../../tooling/testing/specs.ts';
import {
  adaptive,
  createSpawner,
  describeStrategy,
  sequential,
  type Strategy,
  waves,
  window,
} from '../src/index.ts';
import { COMPILED, SHELL } from './fixtures/agents.ts';
import { type LauncherKind, expectOnly, NOTHING, setScene, take } from './fixtures/scene.ts';

const WANTED = 40;
const strategies = [sequential(), waves(8), window(8), adaptive()];
const populations: readonly (readonly [string, LauncherKind, AgentSpec, readonly Strategy[]])[] = [
  ['shells, started by exec', 'exec', SHELL, strategies],
  ['modules, started by exec', 'exec', { ...PATIENT, module: COMPILED }, [adaptive()]],
  ['modules, forked by a zygote', 'zygote', handyman(), strategies],
];
const cases = populations.flatMap(([what, kind, spec, some]) =>
  some.map((strategy) => [what, describeStrategy(strategy), kind, spec, strategy] as const),
);

/** The most starts that were underway at any moment. */
function mostAtOnce(all: readonly Phases[]): number {
  return Math.max(...all.map(({ requestedAtMs: at }) => underwayAt(all, at)));
}

function underwayAt(all: readonly Phases[], atMs: number): number {
  return all.filter(({ requestedAtMs, readyAtMs }) => requestedAtMs <= atMs && atMs < readyAtMs)
    .length;
}

/** How many starts may be underway at once. */
function limitOf(strategy: Strategy): number {
  if (strategy.kind === 'sequential') return 1;
  return strategy.kind === 'adaptive' ? WANTED : strategy.size;
}

test.each(cases)('40 agents, %s, %s', async (_what, _how, kind, spec, strategy) => {
  const scene = await setScene(kind);
  const spawner = createSpawner({ launcher: scene.launcher, strategy });
  const jobs = Array.from({ length: WANTED }, (_, n) => ({ spec, id: `worker-${n}` }));

  const { agents, summary } = await take(spawner.spawn(jobs));

  expect(summary).toMatchObject({ counts: { ready: WANTED }, tries: WANTED, halted: undefined });
  expect(summary.jobs.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id));
  await expectOnly(scene, agents);
  await Promise.all(agents.map((agent) => agent.ping()));
  const tries = summary.jobs.flatMap((job) => job.tries);
  for (const { queuedMs, startMs, phases } of tries) {
    const { spawnMs, helloMs, initMs, readyMs } = phases!;
    for (const ms of [queuedMs, spawnMs, helloMs, initMs]) expect(ms).toBeGreaterThanOrEqual(0);
    expect(spawnMs + helloMs + initMs).toBeCloseTo(readyMs, 6);
    expect(startMs).toBeGreaterThanOrEqual(readyMs);
    expect(summary.lastReadyMs).toBeGreaterThanOrEqual(queuedMs + startMs);
  }
  expect(summary.elapsedMs).toBeGreaterThanOrEqual(summary.lastReadyMs!);
  const phases = tries.map((each) => each.phases!);
  expect(mostAtOnce(phases)).toBeLessThanOrEqual(limitOf(strategy));
  if (strategy.kind === 'waves') expectWaves(phases, strategy.size);
  expect(await scene.remains()).toEqual(NOTHING);
});

/** The next wave is not begun before the last of the one before is ready. */
function expectWaves(all: readonly Phases[], size: number): void {
  const inOrder = all.toSorted((a, b) => a.requestedAtMs - b.requestedAtMs);
  for (let at = size; at < inOrder.length; at += size) {
    const before = inOrder.slice(at - size, at).map(({ readyAtMs }) => readyAtMs);
    expect(inOrder[at]!.requestedAtMs).toBeGreaterThanOrEqual(Math.max(...before));
  }
}
