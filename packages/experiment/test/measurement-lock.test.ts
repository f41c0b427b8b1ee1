import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MeasurementLockError } from '../src/errors.ts';
import { acquireMeasurementLock } from '../src/lock/measurement-lock.ts';
import { startChild, type Child } from './support/child.ts';
import { temporaryFolder } from './support/temporary.ts';

const holdLock = fileURLToPath(new URL('fixtures/hold-lock.ts', import.meta.url));
const enterAndLeave = fileURLToPath(new URL('fixtures/enter-and-leave.ts', import.meta.url));

async function lockPath(): Promise<string> {
  return join(await temporaryFolder(), 'lock');
}

function holder(path: string, mode: string, what: string, ...more: string[]): Child {
  return startChild([holdLock, path, mode, what, ...more]);
}

describe('two processes', () => {
  test('never measure at the same time', async () => {
    const path = await lockPath();
    const log = `${path}.log`;
    const children = Array.from({ length: 3 }, () => startChild([enterAndLeave, path, log, '5']));
    const ends = await Promise.all(children.map((child) => child.ended()));
    expect(ends.map((end) => end.code)).toEqual([0, 0, 0]);
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(30);
    for (let at = 0; at < lines.length; at += 2) {
      expect(lines[at + 1]).toBe(lines[at]?.replace('enter', 'leave'));
    }
  });

  test('a waiter names the holder at once and goes on by itself', async () => {
    const path = await lockPath();
    const first = holder(path, 'measuring', 'pooling');
    await first.says(/^held$/m);
    const second = holder(path, 'measuring', 'batching');
    const [, pid] = await second.says(
      /^waiting for pooling \(pid (\d+), since \d\d:\d\d:\d\d\), which measures on this machine$/m,
    );
    expect(Number(pid)).toBe(first.pid);
    expect(second.text()).not.toContain('held');
    first.process.stdin?.end();
    await second.says(/^held$/m);
    expect((await first.ended()).code).toBe(0);
  });

  test('a killed holder frees the lock', async () => {
    const path = await lockPath();
    const first = holder(path, 'measuring', 'pooling');
    await first.says(/^held$/m);
    const second = holder(path, 'measuring', 'batching');
    await second.says(/waiting for pooling/);
    first.process.kill('SIGKILL');
    await second.says(/^held$/m);
    expect((await first.ended()).signal).toBe('SIGKILL');
  });

  test('a child that outlives the holder does not keep the lock', async () => {
    const path = await lockPath();
    const first = holder(path, 'measuring', 'pooling', 'with an orphan');
    const [, orphan] = await first.says(/^orphan (\d+)$/m);
    onTestFinished(() => {
      process.kill(Number(orphan), 'SIGKILL');
    });
    await first.says(/^held$/m);
    first.process.kill('SIGKILL');
    await first.ended();
    const second = holder(path, 'measuring', 'batching');
    await second.says(/^held$/m);
    expect(second.text()).not.toContain('waiting');
    expect(process.kill(Number(orphan), 0)).toBe(true);
  });

  test('builds run beside builds while a measurement waits for all of them', async () => {
    const path = await lockPath();
    const builds = [holder(path, 'building', 'build of a'), holder(path, 'building', 'build of b')];
    await Promise.all(builds.map((build) => build.says(/^held$/m)));
    const measuring = holder(path, 'measuring', 'pooling');
    await measuring.says(/waiting for build of . .*, and for build of . .*, which builds/);
    builds[0]?.process.stdin?.end();
    await builds[0]?.ended();
    await measuring.says(/^waiting for build of b \(pid \d+, since [\d:]+\), which builds/m);
    expect(measuring.text()).not.toContain('held');
    builds[1]?.process.stdin?.end();
    await measuring.says(/^held$/m);
  });

  test('a build waits for a measurement', async () => {
    const path = await lockPath();
    const measuring = holder(path, 'measuring', 'pooling');
    await measuring.says(/^held$/m);
    const build = holder(path, 'building', 'build of a');
    await build.says(/waiting for pooling .*, which measures/);
    expect(build.text()).not.toContain('held');
    measuring.process.stdin?.end();
    await build.says(/^held$/m);
  });
});

describe('the lock file', () => {
  test('is open to every user and stays after the release', async () => {
    const path = await lockPath();
    const lock = await acquireMeasurementLock({ path, mode: 'measuring', what: 'a' });
    expect((await stat(path)).mode & 0o777).toBe(0o666);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(lock.holder);
    await lock.release();
    await lock.release();
    expect(await readFile(path, 'utf8')).toBe('');
  });

  test('does not grow from build to build', async () => {
    const path = await lockPath();
    for (let build = 0; build < 5; build += 1) {
      const lock = await acquireMeasurementLock({ path, mode: 'building', what: 'a' });
      expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(2);
      await lock.release();
    }
  });

  test('is refused as a symbolic link, and what the link names is left alone', async () => {
    const folder = await temporaryFolder({ victim: 'precious' });
    const path = join(folder, 'lock');
    await symlink(join(folder, 'victim'), path);
    const attempt = acquireMeasurementLock({ path, mode: 'measuring', what: 'a' });
    await expect(attempt).rejects.toThrow(MeasurementLockError);
    await expect(attempt).rejects.toThrow(/symbolic link/);
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('precious');
  });

  test('is refused when it is no plain file', async () => {
    const path = '/dev/null';
    const attempt = acquireMeasurementLock({ path, mode: 'measuring', what: 'a' });
    await expect(attempt).rejects.toThrow(/not a plain file/);
  });

  test('may hold anything: what cannot be read names nobody and locks nobody out', async () => {
    const path = await lockPath();
    await writeFile(path, 'not json\n{"pid":"x"}\n');
    await using lock = await acquireMeasurementLock({ path, mode: 'measuring', what: 'a' });
    expect(lock.holder.what).toBe('a');
  });
});

test('waiting ends when its signal is aborted', async () => {
  const path = await lockPath();
  await using held = await acquireMeasurementLock({ path, mode: 'measuring', what: 'a' });
  const aborter = new AbortController();
  const reason = new Error('enough');
  const waiting = acquireMeasurementLock({
    path,
    mode: 'measuring',
    what: 'b',
    signal: aborter.signal,
    onWait: () => {
      aborter.abort(reason);
    },
  });
  await expect(waiting).rejects.toBe(reason);
  expect(held.holder.what).toBe('a');
});
