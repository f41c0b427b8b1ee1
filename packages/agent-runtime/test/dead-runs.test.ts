/** What is left of a run whose coordinator and guard were killed together goes at the next start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createExecLauncher } from '@muster/agent-runtime';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  guardsOf,
  isRunning,
  processesOfRun,
  runTokenOf,
} from '../../../tooling/testing/processes.ts';
import { until } from '../../../tooling/testing/until.ts';
import { fixture } from './fixtures/specs.ts';

interface Household {
  readonly coordinator: ChildProcess;
  /** Those that do not leave by themselves. */
  readonly pids: readonly number[];
  readonly runToken: string;
  readonly directory: string;
}

let temporary: string;

beforeEach(async () => {
  const before = process.env['TMPDIR'];
  temporary = await mkdtemp(join(tmpdir(), 'dead-runs-'));
  process.env['TMPDIR'] = temporary;
  return async () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await rm(temporary, { recursive: true });
  };
});

/** A coordinator with agents of every kind that is hard to get rid of. */
async function startHousehold(): Promise<Household> {
  const there = await readdir(temporary);
  const coordinator = spawn(
    process.execPath,
    [fileURLToPath(fixture('coordinator')), 'household'],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  const lines = createInterface(coordinator.stdout);
  const line = await new Promise<string>((resolve) => lines.once('line', resolve));
  const { pids } = JSON.parse(line) as { pids: number[] };
  const name = (await readdir(temporary)).find((each) => !there.includes(each))!;
  const household = {
    coordinator,
    pids,
    runToken: runTokenOf(pids[0]!),
    directory: join(temporary, name),
  };
  onTestFinished(() => {
    coordinator.kill('SIGKILL');
    for (const pid of pids.filter(isRunning)) process.kill(pid, 'SIGKILL');
  });
  return household;
}

/** Stopped, it cannot replace its guard. */
async function killWithGuard({ coordinator, directory }: Household): Promise<void> {
  coordinator.kill('SIGSTOP');
  for (const guard of guardsOf(directory)) process.kill(guard, 'SIGKILL');
  coordinator.kill('SIGKILL');
  await until('both are dead', () => !isRunning(coordinator.pid!));
}

test('its agents and its directory go, and those of a run that lives stay', async () => {
  const [dead, living] = [await startHousehold(), await startHousehold()];
  await killWithGuard(dead);
  expect(processesOfRun(dead.runToken).length).toBeGreaterThan(0);

  await using launcher = await createExecLauncher();

  expect(processesOfRun(dead.runToken)).toEqual([]);
  expect(living.pids.filter(isRunning)).toEqual(living.pids);
  expect(launcher.stats().live).toBe(0);
  const left = await readdir(temporary);
  expect(left.map((name) => join(temporary, name))).not.toContain(dead.directory);
  expect(left.map((name) => join(temporary, name))).toContain(living.directory);
});

test('what only looks like a run is left alone', async () => {
  const { runToken, pids } = await startHousehold();
  const token = '0'.repeat(32);
  const dead = { token, pid: 1, startTicks: 1, pidNamespace: 'pid:[1]' };
  const owners = { 'of-others': dead, torn: '{"token":', foreign: { ...dead, token: runToken } };
  for (const [name, owner] of Object.entries(owners)) {
    const directory = join(temporary, `muster-${name}`);
    await mkdir(directory, { mode: 0o700 });
    const text = typeof owner === 'string' ? owner : JSON.stringify(owner);
    await writeFile(join(directory, 'owner.json'), text);
  }

  await using launcher = await createExecLauncher();

  expect(launcher.stats().live).toBe(0);
  expect(pids.filter(isRunning)).toEqual(pids);
  for (const name of Object.keys(owners)) {
    expect(await readdir(temporary)).toContain(`muster-${name}`);
  }
});
