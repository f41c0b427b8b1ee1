import { mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireMeasurementLock } from '@muster/experiment/measurement-lock';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withMeasuringPackage } from '../src/aa/measuring-package.ts';
import { muster } from './support/command.ts';
import { temporaryFolder } from './support/temporary.ts';

// Real agents, tens of them, on a machine that may be busy with other tests.
const PATIENCE_MS = 240_000;

// Kept as they are: what else runs on this machine must not decide whether there is a finding.
const SMALL = ['aa', '--blocks', '10', '--seed', '3', '--keep-disturbed'];

/** Processes that work in a folder or in one below, also when that has been removed. */
async function processesIn(folder: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const places = await Promise.all(
    pids.map(async (pid) => [pid, await readlink(`/proc/${pid}/cwd`).catch(() => '')] as const),
  );
  return Promise.all(
    places
      .filter(([, place]) => place.startsWith(folder))
      .map(([pid]) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
}

test(
  'a small run tells what identical arms show, and leaves nothing behind',
  async () => {
    const [folder, temporary] = [await temporaryFolder(), await temporaryFolder()];
    const run = await muster(folder, [...SMALL, '--json'], {
      env: { TMPDIR: temporary },
    });
    expect(run.err).toMatch(/^identical-arms {2}(warm-up|block) \d/m);
    const finding = JSON.parse(run.out);
    expect(finding).toMatchObject({
      schemaVersion: 1,
      seed: 3,
      blocks: { planned: 10 },
      windows: [{ blocks: 6, looks: [6] }, { looks: [10] }, { looks: [6, 10] }],
      injected: { share: 0.1 },
    });
    expect(run.code).toBe(finding.errs === true ? 1 : 0);
    expect(finding.windows[0].windows).toBe(1);
    expect(finding.noise.sdLog).toBeGreaterThan(0);
    // What was injected was really there.
    expect(finding.injected.medianMs).toBeGreaterThan(1);
    expect(await readdir(temporary)).toEqual([]);
    expect(await readdir(folder)).toEqual(['muster.lock']);
    expect(await processesIn(temporary)).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  'Ctrl-C while agents are running ends it with 130 and leaves nothing behind',
  async () => {
    const [folder, temporary] = [await temporaryFolder(), await temporaryFolder()];
    const run = await muster(folder, ['aa', '--blocks', '1000'], {
      env: { TMPDIR: temporary },
      interruptAt: /identical-arms {2}\S+ \d/,
    });
    expect(run).toMatchObject({ code: 130, out: '' });
    expect(run.err).toMatch(
      /\nmuster: interrupted; nothing was found out and nothing is left\.\n$/,
    );
    expect(run.err).not.toContain('--resume');
    expect(await readdir(temporary)).toEqual([]);
    expect(await processesIn(temporary)).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  'to kill it ends what it measures, and what it left is swept at the next start',
  async () => {
    const [folder, temporary] = [await temporaryFolder(), await temporaryFolder()];
    await muster(folder, ['aa', '--blocks', '1000'], {
      env: { TMPDIR: temporary },
      interruptAt: /identical-arms {2}\S+ \d/,
      signal: 'SIGKILL',
    });
    await expect.poll(() => processesIn(temporary), { timeout: 60_000 }).toEqual([]);
    expect(await readdir(temporary)).toEqual([expect.stringMatching(/^muster-aa-\d+-/)]);
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const kept = [`muster-aa-${process.pid}-living`, 'muster-aa-of-somebody'];
    for (const name of kept) await mkdir(join(temporary, name));
    await withMeasuringPackage({ blocks: 10, seed: 1 }, async () => undefined);
    expect((await readdir(temporary)).toSorted()).toEqual(kept);
  },
  PATIENCE_MS,
);

test(
  'it waits while something else is measured, and Ctrl-C ends the waiting',
  async () => {
    const [folder, temporary] = [await temporaryFolder(), await temporaryFolder()];
    const path = join(folder, 'muster.lock');
    const lock = await acquireMeasurementLock({ mode: 'measuring', what: 'another', path });
    onTestFinished(() => lock.release());
    const run = await muster(folder, ['aa'], {
      env: { TMPDIR: temporary },
      interruptAt: /another/,
    });
    expect(run).toMatchObject({ code: 130, out: '' });
    expect(run.err).toMatch(/muster: interrupted; nothing was found out and nothing is left\.\n$/);
    expect(await readdir(temporary)).toEqual([]);
  },
  PATIENCE_MS,
);
