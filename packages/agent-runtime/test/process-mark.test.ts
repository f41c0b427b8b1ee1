import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isAlive, markProcess } from '../src/process/process-mark.ts';
import { startProcess, vanishedPid } from './host-fixture.ts';
import { until } from '../../../tooling/testing/until.ts';

test('a process is alive until it has ended', async () => {
  const child = spawn('sleep', ['60']);
  const mark = markProcess(child.pid!);
  expect(mark.startTicks).toBeGreaterThan(0);
  expect(isAlive(mark)).toBe(true);

  child.kill('SIGSTOP');
  expect(isAlive(mark)).toBe(true);

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(mark)).toBe(false);
});

test('another process that was given its pid is not taken for it', () => {
  const mark = markProcess(process.pid);

  expect(isAlive({ ...mark, startTicks: mark.startTicks! - 1 })).toBe(false);
});

test('a process that has ended and was not reaped is not alive', async () => {
  // The shell becomes a `sleep`, which reaps nobody.
  await using parent = await startProcess('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
  const zombie = markProcess(Number(parent.firstLine));
  process.kill(zombie.pid, 'SIGKILL');

  await until('it is dead', () => !isAlive(zombie));

  expect(markProcess(zombie.pid)).toEqual(zombie);
});

test('one whose start the host did not show is alive while its pid is somebody', async () => {
  expect(isAlive({ pid: process.pid, startTicks: undefined })).toBe(true);
  expect(isAlive(markProcess(await vanishedPid()))).toBe(false);
});
