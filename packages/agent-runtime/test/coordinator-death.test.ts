import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import {
  childrenOf,
  environmentOf,
  groupOf,
  guardsOf,
  isRunning,
  processesOfRun,
  runTokenOf,
} from '../../../tooling/testing/processes.ts';
import { fixture } from './fixtures/specs.ts';
import { until } from '../../../tooling/testing/until.ts';

/** "Agents of a dead coordinator are gone within 2 s, whatever killed it." */
const GONE_WITHIN_MS = 2_000;
/** Ten agents, three processes that agents started, three that shells did. */
const HOUSEHOLD_SIZE = 16;

interface Doomed {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly temporary: string;
}

async function start(scenario: 'household' | 'storm'): Promise<Doomed> {
  const temporary = await mkdtemp(join(tmpdir(), 'doomed-'));
  const doomed = spawn(process.execPath, [fileURLToPath(fixture('coordinator')), scenario], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(async () => {
    doomed.kill('SIGKILL');
    await rm(temporary, { recursive: true });
  });
  return { process: doomed, pid: doomed.pid!, temporary };
}

/** A coordinator with one agent of every kind, and what must not outlive it. */
async function startHousehold(): Promise<
  Doomed & { readonly pids: readonly number[]; readonly runToken: string; readonly guard: number }
> {
  const doomed = await start('household');
  const lines = createInterface(doomed.process.stdout!);
  const line = await new Promise<string>((resolve) => lines.once('line', resolve));
  const { pids } = JSON.parse(line) as { pids: number[] };
  const [directory = ''] = await readdir(doomed.temporary);
  const runToken = runTokenOf(pids[0]!);
  // What shells started in the background is known by its group or its environment only.
  const everybody = (): readonly number[] => [
    ...new Set([...pids, ...pids.flatMap((pid) => groupOf(pid)), ...processesOfRun(runToken)]),
  ];
  await until('all have started', () => everybody().length >= HOUSEHOLD_SIZE);
  const [guard = 0] = guardsOf(join(doomed.temporary, directory));
  const all = everybody();
  killAfterTest(() => [...all, ...processesOfRun(runToken)]);
  expect(all.filter((pid) => !isRunning(pid))).toEqual([]);
  return { ...doomed, pids: all, runToken, guard };
}

interface Remains {
  readonly processes: readonly number[];
  readonly files: readonly string[];
}

const NOTHING: Remains = { processes: [], files: [] };

/** Whatever a broken guard leaves must not burden the machine. */
function killAfterTest(pids: () => readonly number[]): void {
  onTestFinished(() => {
    for (const pid of pids().filter(isRunning)) process.kill(pid, 'SIGKILL');
  });
}

/** What there still is, 2 s after a coordinator's death at the latest. */
async function remainsOf(
  { pid, temporary, runToken }: Doomed & { readonly runToken: string },
  pids: readonly number[],
): Promise<Remains> {
  await until('the coordinator is dead', () => !isRunning(pid));
  const left = async (): Promise<Remains> => ({
    processes: [...pids.filter(isRunning), ...processesOfRun(runToken)],
    files: await readdir(temporary),
  });
  const isEmpty = ({ processes, files }: Remains): boolean => processes.length + files.length === 0;
  const gone = until('all is gone', async () => isEmpty(await left()), GONE_WITHIN_MS);
  await gone.catch(() => undefined);
  return left();
}

test.each<readonly [string, (doomed: ChildProcess) => unknown]>([
  ['SIGKILL', (doomed) => doomed.kill('SIGKILL')],
  ['SIGTERM', (doomed) => doomed.kill('SIGTERM')],
  ['SIGINT', (doomed) => doomed.kill('SIGINT')],
  ['process.exit()', (doomed) => doomed.stdin!.write('exit')],
  ['an uncaught exception', (doomed) => doomed.stdin!.write('throw')],
])('nothing outlives a coordinator that dies by %s', async (_cause, kill) => {
  const household = await startHousehold();

  kill(household.process);

  expect(await remainsOf(household, household.pids)).toEqual(NOTHING);
  await until('its guard is gone', () => !isRunning(household.guard));
});

test('nothing outlives a coordinator whose guard was killed before it', async () => {
  const household = await startHousehold();
  const [name = ''] = await readdir(household.temporary);
  const directory = join(household.temporary, name);

  process.kill(household.guard, 'SIGKILL');
  await until('there is a new guard', () =>
    guardsOf(directory).some((guard) => guard !== household.guard),
  );
  household.process.kill('SIGKILL');

  expect(await remainsOf(household, household.pids)).toEqual(NOTHING);
});

test('a guard does not die of the signals that end a terminal', async () => {
  const household = await startHousehold();

  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.kill(household.guard, signal);
  household.process.kill('SIGKILL');

  expect(await remainsOf(household, household.pids)).toEqual(NOTHING);
});

test.each([2, 10, 20])(
  'nothing outlives a coordinator killed with %d launches under way',
  async (count) => {
    const storm = await start('storm');
    const agents = (): number[] =>
      childrenOf(storm.pid).filter((pid) => 'MUSTER_RUN' in environmentOf(pid));
    await until('the launches are under way', () => agents().length >= count);
    const pids = childrenOf(storm.pid);
    const runToken = environmentOf(agents()[0]!)['MUSTER_RUN']!;
    killAfterTest(() => [...pids, ...processesOfRun(runToken)]);

    storm.process.kill('SIGKILL');

    expect(await remainsOf({ ...storm, runToken }, pids)).toEqual(NOTHING);
  },
);
