import type { z } from 'zod';
import { JournalError } from '../errors.ts';
import {
  JOURNAL_VERSION,
  type JournalHeader,
  type JournalLine,
  type ResumedLine,
  type TrialLine,
} from './journal-lines.ts';
import { journalLineSchema } from './journal-schema.ts';
import type { Observations } from '../trial/summarize.ts';

/** A journal, read. */
export interface JournalContents {
  readonly header: JournalHeader;
  readonly resumed: readonly ResumedLine[];
  readonly trials: readonly TrialLine[];
  /** Bytes of complete lines: where writing may go on. */
  readonly completeBytes: number;
  /** Bytes of a last line that a crash left unfinished; they are not part of the data. */
  readonly tornBytes: number;
}

const LINE_FEED = 0x0a;

/**
 * Reads a journal's bytes. A crash may tear the last line, which is then dropped and counted;
 * anything else that is not right is a JournalError with its line number. Null when not even the
 * first line is complete, so that nothing was recorded.
 */
export function parseJournal(bytes: Buffer, path: string): JournalContents | null {
  const completeBytes = bytes.lastIndexOf(LINE_FEED) + 1;
  if (completeBytes === 0) return null;
  const [first, ...rest] = bytes.toString('utf8', 0, completeBytes - 1).split('\n');
  const header = parseLine(first ?? '', 1, path);
  if (header.kind !== 'header')
    throw malformed(path, 1, `it must be the header, got a ${header.kind} line`);
  const resumed: ResumedLine[] = [];
  const trials: TrialLine[] = [];
  const lineOfIndex = new Map<number, number>();
  rest.forEach((text, at) => {
    const lineNumber = at + 2;
    const line = parseLine(text, lineNumber, path);
    if (line.kind === 'header') throw malformed(path, lineNumber, 'it is a second header');
    if (line.kind === 'resumed') {
      resumed.push(line);
      return;
    }
    const earlier = lineOfIndex.get(line.index);
    if (earlier !== undefined) {
      throw malformed(path, lineNumber, `trial ${line.index} is already on line ${earlier}`);
    }
    lineOfIndex.set(line.index, lineNumber);
    trials.push(line);
  });
  return { header, resumed, trials, completeBytes, tornBytes: bytes.length - completeBytes };
}

function parseLine(text: string, lineNumber: number, path: string): JournalLine {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw malformed(path, lineNumber, 'it is not JSON', cause);
  }
  refuseOtherVersion(data, path, lineNumber);
  const observations = observationsOf(data);
  const parsed = journalLineSchema.safeParse(
    observations === undefined ? data : { ...(data as object), observations: {} },
  );
  if (!parsed.success) throw malformed(path, lineNumber, firstIssue(parsed.error), parsed.error);
  const line = parsed.data;
  return line.kind === 'trial' && observations !== undefined ? { ...line, observations } : line;
}

/**
 * The observations of a line that are as the schema wants them: finite, where JSON may say 1e999. They
 * are most of a journal, and a plain loop over them takes a tenth of what the schema takes; it still
 * tells what is wrong with others.
 */
function observationsOf(data: unknown): Observations | undefined {
  if (typeof data !== 'object' || data === null || !('observations' in data)) return undefined;
  const { observations } = data;
  if (typeof observations !== 'object' || observations === null) return undefined;
  const areNumbers = (values: unknown): boolean =>
    Array.isArray(values) && values.every(Number.isFinite);
  if (Array.isArray(observations) || !Object.values(observations).every(areNumbers)) {
    return undefined;
  }
  return observations as Observations;
}

function refuseOtherVersion(data: unknown, path: string, lineNumber: number): void {
  if (typeof data !== 'object' || data === null || !('schemaVersion' in data)) return;
  if (data.schemaVersion === JOURNAL_VERSION) return;
  throw malformed(
    path,
    lineNumber,
    `its schema version is ${String(data.schemaVersion)} and this reads version ${JOURNAL_VERSION}`,
  );
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined
    ? 'it is not a journal line'
    : `\`${issue.path.join('.')}\`: ${issue.message}`;
}

function malformed(path: string, line: number, what: string, cause?: unknown): JournalError {
  return new JournalError(
    `line ${line} of ${path} cannot be read: ${what}. Nothing of this journal is used; ` +
      'move it away and measure again.',
    { path, line, cause },
  );
}
