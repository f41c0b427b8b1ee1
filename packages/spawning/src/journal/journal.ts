import { type FileHandle, open, readFile } from 'node:fs/promises';
import { lookAt, markProcess } from '@muster/agent-runtime/host';
import { JournalError } from '../errors.ts';
import { JOURNAL_VERSION, type JournalLine } from './lines.ts';
import type { JournalOptions } from './options.ts';
import { parseJournal } from './parse-journal.ts';
import { doneBefore, writersOf } from './past.ts';

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
    const stat = await file.stat();
    // A device or a pipe may have no end to read to.
    if (!stat.isFile()) throw new JournalError(path, 'is no file');
    const text = await file.readFile();
    const { lines, wholeBytes } = parseJournal(path, text);
    const key = `${stat.dev}:${stat.ino}`;
    refuseIfWritten(path, key, writersOf(lines));
    if (wholeBytes < text.length) await file.truncate(wholeBytes);
    const journal = createWriter(path, file, sync, () => openHere.delete(key));
    await journal.write({
      kind: 'burst',
      version: JOURNAL_VERSION,
      at: new Date().toISOString(),
      wanted,
      coordinator: markProcess(process.pid),
    });
    // Of two coordinators that have begun at the same moment, it belongs to the one that wrote first.
    const writers = writersOf(parseJournal(path, await readFile(path)).lines);
    const ownPlace = writers.findLastIndex(({ pid }) => pid === process.pid);
    refuseIfWritten(path, key, writers.slice(0, ownPlace));
    openHere.add(key);
    return { done: doneBefore(lines, skip), ...journal };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Journals that this process writes. Its own lines do not tell: the last may have found the disk full. */
const openHere = new Set<string>();

function refuseIfWritten(path: string, key: string, writers: ReturnType<typeof writersOf>): void {
  const writer = writers.find(({ pid, startTicks }) =>
    pid === process.pid ? openHere.has(key) : lookAt({ pid, startTicks }) !== 'gone',
  );
  if (writer === undefined) return;
  const { pid } = writer;
  const who = pid === process.pid ? 'another burst of this process' : `process ${pid}`;
  throw new JournalError(path, `is being written by ${who}: wait for it, or name another`);
}

/** Writes what has come together while the line before was written, in one go. */
function createWriter(
  path: string,
  file: FileHandle,
  sync: boolean,
  onClosed: () => void,
): Omit<Journal, 'done'> {
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
      onClosed();
    },
  };
}
