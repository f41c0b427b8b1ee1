import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { hasCode } from '../files/error-code.ts';
import type { MeasuredPackage } from './measured-packages.ts';

// Code that runs without being in src or dist.
const OTHER_CODE = ['bin', 'native', 'prebuilds'];
const NOT_CODE = /\.(map|d\.ts|md|tsbuildinfo)$/;

/** SHA-256 over the code of a package that runs, its manifest included; comments in types are not. */
export async function digestOfPackage(
  { folder }: MeasuredPackage,
  origin: 'src' | 'dist',
): Promise<string> {
  const files = (
    await Promise.all([origin, ...OTHER_CODE].map((each) => filesUnder(join(folder, each))))
  ).flat();
  return digestOfFiles(
    [join(folder, 'package.json'), ...files.filter((file) => !NOT_CODE.test(file))],
    folder,
  );
}

/** SHA-256 over an experiment and the helpers beside it, but not over other experiments. */
export async function digestOfExperiments(
  packageFolder: string,
  experimentFile: string,
): Promise<string> {
  const beside = await filesUnder(join(packageFolder, 'experiments'));
  const helpers = beside.filter((file) => !file.endsWith('.experiment.ts') && !NOT_CODE.test(file));
  return digestOfFiles([experimentFile, ...helpers], packageFolder);
}

async function digestOfFiles(files: readonly string[], base: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) {
    const content = await readFile(file);
    // Name and length before the content, so that text cannot move between files unseen.
    hash.update(`${relative(base, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

async function filesUnder(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
