import { type FileHandle, open } from 'node:fs/promises';
import { lookAt, markProcess } from '@muster/agent-runtime/host';
import { JournalError } from '../errors.ts';
import { JOURNAL_VERSION, type JournalLine } from './lines.ts';
import type { JournalOptions } from './options.ts';
import { parseJournal } from './parse-journal.ts';
import { doneBefore, writerOf } from './past.ts';

/** A file in which a burst writes down what becomes of its agents. */
export interface Journal {
  /** Names that earlier bursts are done with. */
  readonly done: ReadonlySet<string>;
  /** Resolves when the line is written. Rejects with JournalError when it is not, as all later ones do. */
  write(line: JournalLine): Promise<void>;
  /** After the lines before it. Never rejects. */
  close(): Promise<void>;
}

/**
 * Opens a journal and begins a burst in it. A line that a crash has torn is cut off. Rejects with
 * JournalError, and leaves the file as it was, when it is not a journal or another coordinator that
 * lives writes to it.
 */
export function openJournal(options: JournalOptions, wanted: number): Promise<Journal> {
  const opened = opening.then(() => openNow(options, wanted));
  opening = opened.catch(() => undefined);
  return opened;
}

/** One at a time: of two bursts that begin at once, one must see what the other has written. */
let opening: Promise<unknown> = Promise.resolve();

async function openNow(options: JournalOptions, wanted: number): Promise<Journal> {
  const { path, skip = 'ended', sync = false } = options;
  const file = await open(path, 'a+', 0o600).catch((error: unknown) => {
    throw new JournalError(path, `cannot be opened: ${(error as Error).message}`, error);
  });
  try {
    // A device or a pipe may have no end to read to.
    if (!(await file.stat()).isFile()) throw new JournalError(path, 'is no file');
    const { lines, wholeBytes } = parseJournal(path, await file.readFile());
    refuseIfWritten(path, writerOf(lines));
    await file.truncate(wholeBytes);
    const journal = createWriter(path, file, sync);
    await journal.write({
      kind: 'burst',
      version: JOURNAL_VERSION,
      at: new Date().toISOString(),
      wanted,
      coordinator: markProcess(process.pid),
    });
    return { done: doneBefore(lines, skip), ...journal };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function refuseIfWritten(path: string, writer: ReturnType<typeof writerOf>): void {
  if (writer === undefined) return;
  const { pid, startTicks } = writer;
  if (lookAt({ pid, startTicks }) === 'gone') return;
  const who = pid === process.pid ? 'another burst of this process' : `process ${pid}`;
  throw new JournalError(path, `is being written by ${who}: wait for it, or name another`);
}

/** Writes what has come together while the line before was written, in one go. */
function createWriter(path: string, file: FileHandle, sync: boolean): Omit<Journal, 'done'> {
  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();

  async function writeWaiting(): Promise<void> {
    const text = waiting.join('');
    waiting = [];
    try {
      await file.appendFile(text);
      if (sync) await file.datasync();
    } catch (error) {
      throw new JournalError(path, `cannot be written: ${(error as Error).message}`, error);
    }
  }

  function write(line: JournalLine): Promise<void> {
    waiting.push(`${JSON.stringify(line)}\n`);
    if (waiting.length === 1) writing = writing.then(writeWaiting);
    return writing;
  }

  return {
    write,
    close: async () => {
      await write({ kind: 'closed' }).catch(() => undefined);
      await file.close().catch(() => undefined);
    },
  };
}
