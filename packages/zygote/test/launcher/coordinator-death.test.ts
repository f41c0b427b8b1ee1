/** "The coordinator's death ends the zygote and its children within 2 s", whatever killed it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import {
  groupOf,
  isRunning,
  processesOfRun,
  runTokenOf,
} from '../../../../tooling/testing/processes.ts';
import { fixturePath } from '../fixtures/launcher-specs.ts';
import { until } from '../../../../tooling/testing/until.ts';

const GONE_WITHIN_MS = 2_000;

interface Doomed {
  readonly process: ChildProcess;
  readonly zygote: number;
  /** What agents started without any environment: only zygote or guard know of it. */
  readonly naked: readonly number[];
  readonly pids: readonly number[];
  readonly nextLine: () => Promise<string>;
  readonly left: () => { readonly processes: readonly number[]; readonly files: readonly string[] };
}

async function startDoomed(): Promise<Doomed> {
  const temporary = await mkdtemp(join(tmpdir(), 'doomed-'));
  const doomed = spawn(process.execPath, [fixturePath('coordinator')], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(async () => {
    doomed.kill('SIGKILL');
    await rm(temporary, { recursive: true });
  });
  const lines = createInterface(doomed.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => String((await lines.next()).value);
  const { marked, naked, zygote } = JSON.parse(await nextLine()) as {
    readonly marked: readonly number[];
    readonly naked: readonly number[];
    readonly zygote: number;
  };
  const pids = [...marked, ...naked];
  const runToken = runTokenOf(zygote);
  // What has no environment is known by its group.
  const all = [...new Set([zygote, ...pids, ...pids.flatMap(groupOf)])];
  expect(all.filter((pid) => !isRunning(pid))).toEqual([]);
  const running = (): readonly number[] => [...all.filter(isRunning), ...processesOfRun(runToken)];
  onTestFinished(() => {
    // Whatever a broken guard leaves must not burden the machine.
    for (const pid of running()) process.kill(pid, 'SIGKILL');
  });
  return {
    process: doomed,
    zygote,
    naked,
    pids,
    nextLine,
    left: () => ({ processes: running(), files: readdirSync(temporary) }),
  };
}

/** What there still is, 2 s after a coordinator's death at the latest. */
async function remainsOf({ process: { pid }, left }: Doomed): Promise<ReturnType<Doomed['left']>> {
  await until('the coordinator is dead', () => !isRunning(pid!));
  const isEmpty = (): boolean => left().processes.length + left().files.length === 0;
  await until('all is gone', isEmpty, GONE_WITHIN_MS).catch(() => undefined);
  return left();
}

const NOTHING = { processes: [], files: [] };

test.each<readonly [string, (doomed: Doomed) => unknown]>([
  ['SIGKILL', (doomed) => doomed.process.kill('SIGKILL')],
  ['SIGTERM', (doomed) => doomed.process.kill('SIGTERM')],
  ['process.exit() without closing', (doomed) => doomed.process.stdin!.write('exit')],
  ['an uncaught exception', (doomed) => doomed.process.stdin!.write('throw')],
])('nothing outlives a coordinator that dies by %s', async (_cause, kill) => {
  const doomed = await startDoomed();

  kill(doomed);

  expect(await remainsOf(doomed)).toEqual(NOTHING);
});

test('nothing outlives a coordinator whose zygote had died before', async () => {
  const doomed = await startDoomed();

  process.kill(doomed.zygote, 'SIGKILL');
  expect(await doomed.nextLine()).toContain('the zygote has ended (killed by SIGKILL)');
  expect(doomed.pids.filter((pid) => !isRunning(pid))).toEqual([]);
  doomed.process.kill('SIGKILL');

  expect(await remainsOf(doomed)).toEqual(NOTHING);
});

test('nothing that carries the mark of the run outlives a coordinator whose zygote was stopped', async () => {
  const doomed = await startDoomed();

  process.kill(doomed.zygote, 'SIGSTOP');
  doomed.process.kill('SIGKILL');

  const { processes, files } = await remainsOf(doomed);
  expect(processes.filter((pid) => !doomed.naked.includes(pid))).toEqual([]);
  expect(files).toEqual([]);
});
