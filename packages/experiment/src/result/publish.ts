import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256 } from '../files/digest.ts';
import { hasCode } from '../files/error-code.ts';
import { resultsFolder, type ExperimentPaths } from '../command/package-files.ts';
import { replaceFile } from '../files/replace-file.ts';
import { writeResult } from './result-file.ts';
import type { ExperimentResult } from './result-schema.ts';

/**
 * Publishes a finished journal and what follows from it, then removes the journal. The raw data come
 * first and the result names their digest, so a crash in between leaves a pair that does not match
 * and is refused, never one that only looks right.
 */
export async function publish(
  paths: ExperimentPaths,
  completeBytes: number,
  derive: (raw: ExperimentResult['raw']) => ExperimentResult,
): Promise<ExperimentResult> {
  const bytes = (await readFile(paths.journal)).subarray(0, completeBytes);
  const result = derive({ file: basename(paths.trials), sha256: sha256(bytes) });
  await replaceFile(paths.trials, bytes);
  await writeResult(paths.result, result);
  await rm(paths.journal);
  return result;
}

/** Removes from a package's results whatever does not belong to one of `published`. */
export async function removeStaleResults(
  packageFolder: string,
  published: readonly ExperimentPaths[],
): Promise<void> {
  const folder = resultsFolder(packageFolder);
  const keep = new Set(published.flatMap(({ trials, result }) => [trials, result]));
  for (const path of await entriesOf(folder)) {
    if (!keep.has(path)) await rm(path, { recursive: true, force: true });
  }
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).map((name) => join(folder, name));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
