import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createScratch, sweepScratch } from '../src/trial/scratch.ts';

async function ownTmpdir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-test-'));
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

test('a trial that asks for no scratch folder gets none', async () => {
  const folder = await ownTmpdir();
  await createScratch().remove('cold');
  expect(readdirSync(folder)).toEqual([]);
});

test('a scratch folder stays the same and goes with its trial', async () => {
  await ownTmpdir();
  const scratch = createScratch();
  const path = scratch.path();
  writeFileSync(join(path, 'left'), 'x');
  expect(scratch.path()).toBe(path);
  await scratch.remove('cold');
  expect(existsSync(path)).toBe(false);
});

test('what a killed run left is swept, and nothing else', async () => {
  const folder = await ownTmpdir();
  writeFileSync(join(createScratch().path(), 'left'), 'x');
  writeFileSync(join(folder, 'muster-of-somebody'), 'x');
  await sweepScratch();
  expect(readdirSync(folder)).toEqual(['muster-of-somebody']);
});
