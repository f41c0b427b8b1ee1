import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256 } from '../files/digest.ts';
import { hasCode } from '../files/error-code.ts';
import { PublishError } from '../errors.ts';
import type { JournalContents } from '../journal/parse-journal.ts';
import { resultsFolder, type ExperimentPaths } from '../command/package-files.ts';
import { type StagedFile, stageFile } from '../files/replace-file.ts';
import { resultText } from './result-file.ts';
import type { ExperimentResult } from './result-schema.ts';

/**
 * Publishes a finished journal and what follows from it, then removes the journal. Both files are
 * written in full before the first takes its place, so that a disk that is full leaves the former ones.
 * The raw data come first and the result names their digest, so a crash in between leaves a pair that
 * does not match and is refused, never one that only looks right. A PublishError says what could not be
 * written; the journal is then still there.
 */
export async function publish(
  paths: ExperimentPaths,
  { completeBytes, header }: Pick<JournalContents, 'completeBytes' | 'header'>,
  derive: (raw: ExperimentResult['raw']) => ExperimentResult,
): Promise<ExperimentResult> {
  const bytes = (await readFile(paths.journal)).subarray(0, completeBytes);
  const result = derive({ file: basename(paths.trials), sha256: sha256(bytes) });
  const { profile } = header.plan;
  const advice =
    `All trials are kept in ${paths.journal}; make room, or let it be written, and go on with: ` +
    `muster-experiment --profile ${profile} --resume`;
  const staged: StagedFile[] = [];
  const stage = async (path: string, content: string | Uint8Array): Promise<void> => {
    staged.push(await writing(path, advice, () => stageFile(path, content)));
  };
  try {
    await stage(paths.trials, bytes);
    await stage(paths.result, resultText(paths.result, result));
    for (const { path, place } of staged) await writing(path, advice, place);
  } finally {
    for (const { discard } of staged) await discard();
  }
  await writing(paths.journal, 'The result is published; remove this file, or measure again.', () =>
    rm(paths.journal),
  );
  return result;
}

/** What the system refuses is told as a PublishError; anything else is a defect. */
async function writing<Value>(
  path: string,
  advice: string,
  act: () => Promise<Value>,
): Promise<Value> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
    const full = hasCode(cause, 'ENOSPC', 'EDQUOT') ? 'the disk is full: ' : '';
    throw new PublishError(`${path} cannot be written: ${full}${cause.message}. ${advice}`, {
      path,
      cause,
    });
  }
}

/** Removes from a package's results whatever does not belong to one of `published`. */
export async function removeStaleResults(
  packageFolder: string,
  published: readonly ExperimentPaths[],
): Promise<void> {
  const folder = resultsFolder(packageFolder);
  const keep = new Set(published.flatMap(({ trials, result }) => [trials, result]));
  for (const path of await entriesOf(folder)) {
    if (keep.has(path)) continue;
    await writing(path, 'It is of an experiment that is gone: remove it.', () =>
      rm(path, { recursive: true, force: true }),
    );
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
