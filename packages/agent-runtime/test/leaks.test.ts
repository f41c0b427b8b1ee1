import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { type Agent, createExecLauncher, type Launcher, LaunchError } from '../src/index.ts';
import type { AgentSpec } from '../src/launchers/spec.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import {
  childrenOf,
  openDescriptors,
  processesOfRun,
  runTokenOf,
} from '../../../tooling/testing/processes.ts';
import { handyman, rawAgent } from '../../../tooling/testing/specs.ts';
import { GET_READY, SERVE, shell } from './fixtures/specs.ts';
import { until } from '../../../tooling/testing/until.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const stdio = shell(`${GET_READY} ${SERVE}`);
const aborted = (): AbortSignal => AbortSignal.timeout(40);

/** Ten ways for a launch to go, and for an agent to end or to be left running. */
const fates: readonly ((launcher: Launcher) => Promise<unknown>)[] = [
  (launcher) => live(launcher, handyman(), (agent) => agent.stop()),
  (launcher) => live(launcher, stdio, (agent) => agent.kill()),
  (launcher) => live(launcher, handyman(), (agent) => agent.run({ do: 'crash', lastWords: '' })),
  (launcher) =>
    live(launcher, handyman(), (agent) => agent.run({ do: 'never' }, { deadlineMs: 20 })),
  (launcher) =>
    live(launcher, handyman(), (agent) =>
      agent.run({ do: 'start', words: ['sleep', '60'], options: { detached: true } }),
    ),
  (launcher) => launcher.launch({ command: 'no-such-command' }),
  (launcher) => launcher.launch(shell('exit 1')),
  (launcher) => launcher.launch(shell('sleep 60', { helloDeadlineMs: 50 })),
  (launcher) => launcher.launch(rawAgent(['hello', 'garbage', '--stay'])),
  (launcher) => launcher.launch(rawAgent(['hello', '--stay']), { signal: aborted() }),
];

async function live(
  launcher: Launcher,
  spec: AgentSpec,
  end: (agent: Agent) => Promise<unknown>,
): Promise<void> {
  const agent = await launcher.launch(spec);
  await agent.run({ do: 'say' });
  await end(agent);
}

test('fifty launches of every fate leave no process, descriptor, socket or file', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'leaks-'));
  onTestFinished(() => rm(temporary, { recursive: true }));
  vi.stubEnv('TMPDIR', temporary);
  const children = childrenOf(process.pid);
  const descriptors = openDescriptors().toSorted();
  const launcher = await createExecLauncher();
  const probe = await launcher.launch(stdio);
  const runToken = runTokenOf(probe.pid);
  const inTheMiddle = openDescriptors().length;

  const outcomes: PromiseSettledResult<unknown>[] = [];
  for (let round = 0; round < 5; round++) {
    outcomes.push(...(await Promise.allSettled(fates.map((fate) => fate(launcher)))));
  }

  expect(outcomes).toHaveLength(50);
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']));
  expect(inTheMiddle).toBeGreaterThan(descriptors.length);
  expect(launcher.stats().failed).toBe(25);
  await launcher.close();
  expect(launcher.stats().live).toBe(0);
  await until('no process is left', () => processesOfRun(runToken).length === 0);
  await until(
    'every child has been reaped',
    () => childrenOf(process.pid).length === children.length,
  );
  await until(
    'every descriptor is closed',
    () => openDescriptors().toSorted().join() === descriptors.join(),
  );
  expect(await readdir(temporary)).toEqual([]);
});

test('agents that ended while the launcher lives leave nothing either', async () => {
  await using launcher = await createExecLauncher();
  const warmUp = await launcher.launch(handyman());
  await warmUp.stop();
  const descriptors = openDescriptors().toSorted();
  const children = childrenOf(process.pid);

  for (const spec of [handyman(), stdio, rawAgent(['hello', '{"type":"ready"}', '--stay'])]) {
    const agent = await launcher.launch(spec);
    await agent.kill();
  }
  // Refused at the second line, with a third one read already.
  const hasty = rawAgent(['hello', '{"type":"pong","id":1}', '{"type":"ready"}', '--stay']);
  await rejection(launcher.launch(hasty), LaunchError);

  await until(
    'every descriptor is closed',
    () => openDescriptors().toSorted().join() === descriptors.join(),
  );
  expect(childrenOf(process.pid)).toEqual(children);
});
