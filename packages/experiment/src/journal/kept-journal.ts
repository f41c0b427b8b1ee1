import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { JournalError, MeasurementError, ResumeRefusedError } from '../errors.ts';
import { createJournal, continueJournal, readJournal, type Journal } from './journal.ts';
import type { JournalHeader, TrialLine } from './journal-lines.ts';
import type { ExperimentPaths } from '../command/package-files.ts';
import type { JournalContents } from './parse-journal.ts';
import { readTextIfThere } from '../files/replace-file.ts';
import { differencesFrom, type Present } from './resume.ts';

/** A journal to write to, and the trials that are in it already. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly finished: readonly TrialLine[];
}

/**
 * Starts a fresh journal. What an interrupted run left is set aside first, unless it holds no
 * trial, and `say` tells where it is and how to go on with it instead.
 */
export async function startAfresh(
  paths: ExperimentPaths,
  header: JournalHeader,
  say: (message: string) => void,
): Promise<OpenedJournal> {
  await makeFolder(dirname(paths.journal));
  const left = await leftBehind(paths.journal);
  if (left === 'nothing') {
    await onDisk(paths.journal, () => rm(paths.journal, { force: true }));
  } else {
    await setAside(paths);
    say(
      `${header.experiment}: an interrupted run (${left}) was kept as ${paths.previousJournal}. ` +
        `To go on with it instead, stop this one, move that file to ${paths.journal} and use --resume.`,
    );
  }
  return { journal: await createJournal(paths.journal, header), finished: [] };
}

/** Keeps a journal in another place, where no run goes on with it; an earlier one there is lost. */
export async function setAside(paths: ExperimentPaths): Promise<void> {
  await onDisk(paths.previousJournal, () => rename(paths.journal, paths.previousJournal));
}

/**
 * Goes on with what an interrupted run left. A ResumeRefusedError says what differs when plan, code
 * or machine are not the same.
 */
export async function goOn(
  contents: JournalContents,
  paths: ExperimentPaths,
  present: Present,
  resumedAt: string,
): Promise<OpenedJournal> {
  const differences = differencesFrom(contents.header, present);
  if (differences.length > 0) {
    throw new ResumeRefusedError(
      `${contents.header.experiment} cannot go on where it stopped:\n` +
        `${differences.map((each) => `- ${each}`).join('\n')}\n` +
        'Put back what it was measured with, or measure afresh without --resume; ' +
        `the interrupted run is then kept as ${paths.previousJournal}.`,
      differences,
    );
  }
  const journal = await continueJournal(paths.journal, contents.completeBytes);
  const finished = contents.trials.length;
  await journal.append({ kind: 'resumed', resumedAt, finished });
  return { journal, finished: contents.trials };
}

async function makeFolder(path: string): Promise<void> {
  await onDisk(path, () => mkdir(path, { recursive: true }));
}

/** What the system refuses is told as a JournalError. */
async function onDisk(path: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new JournalError(`${path} cannot be written: ${message}`, { path, cause });
  }
}

async function leftBehind(path: string): Promise<string> {
  try {
    const contents = await readJournal(path);
    if (contents === null || contents.trials.length === 0) return 'nothing';
    return `${contents.trials.length} of ${contents.header.trials} trials`;
  } catch (error) {
    // What cannot be read is still somebody's data: it is set aside, not removed.
    if (error instanceof MeasurementError && (await readTextIfThere(path)) !== null) {
      return 'which cannot be read';
    }
    throw error;
  }
}
