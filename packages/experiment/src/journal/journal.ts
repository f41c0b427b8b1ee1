import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from '../files/error-code.ts';
import { JournalError } from '../errors.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';
import { parseJournal, type JournalContents } from './parse-journal.ts';
import { syncFolder } from '../files/replace-file.ts';
import { strictJson } from '../files/strict-json.ts';

/** A journal that can be written to: one line at a time, each on disk before `append` resolves. */
export interface Journal {
  readonly path: string;
  readonly append: (line: JournalLine) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a journal needs of an open file. */
export interface JournalFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a journal with its header. The file must not exist: nothing recorded is overwritten. */
export async function createJournal(path: string, header: JournalHeader): Promise<Journal> {
  const journal = journalOn(await openFor(path, 'wx'), path, 0);
  await journal.append(header);
  await onFile(path, () => syncFolder(dirname(path)));
  return journal;
}

/** Goes on with a journal after its last complete line; a torn one is cut off. */
export async function continueJournal(path: string, completeBytes: number): Promise<Journal> {
  const file = await openFor(path, 'r+');
  await onFile(path, () => file.truncate(completeBytes));
  return journalOn(file, path, completeBytes);
}

/** Reads a journal; null when there is none or nothing complete is in it. */
export async function readJournal(path: string): Promise<JournalContents | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw new JournalError(`${path} cannot be read: ${messageOf(cause)}`, { path, cause });
  }
  return parseJournal(bytes, path);
}

/**
 * A journal on an open file of `size` bytes. When a line cannot be written whole, for instance
 * because the disk is full, what was written of it is taken back, so that the file stays readable.
 */
export function journalOn(file: JournalFile, path: string, size: number): Journal {
  let end = size;
  return {
    path,
    append: async (line) => {
      const bytes = Buffer.from(`${strictJson(line)}\n`);
      try {
        await writeAll(file, bytes, end);
        await file.datasync();
        end += bytes.length;
      } catch (cause) {
        // Best effort: a reader drops a torn last line as well.
        await file.truncate(end).catch(() => undefined);
        const full = hasCode(cause, 'ENOSPC', 'EDQUOT');
        throw new JournalError(
          full
            ? `the disk is full: ${path} cannot take another trial: ${messageOf(cause)}. The ${end} ` +
                'bytes until here are kept; make room and go on with --resume.'
            : `${path} cannot be written: ${messageOf(cause)}. The ${end} bytes until here are kept; ` +
                'mend that and go on with --resume.',
          { path, cause },
        );
      }
    },
    close: () => file.close(),
  };
}

async function writeAll(file: JournalFile, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    );
    written += bytesWritten;
  }
}

async function onFile(path: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    throw new JournalError(`${path} cannot be written: ${messageOf(cause)}`, { path, cause });
  }
}

async function openFor(path: string, flags: 'wx' | 'r+'): Promise<JournalFile> {
  try {
    return await open(path, flags);
  } catch (cause) {
    throw new JournalError(`${path} cannot be opened: ${messageOf(cause)}`, { path, cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
