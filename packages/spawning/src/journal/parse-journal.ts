import { JournalError } from '../errors.ts';
import { type JournalLine, lineSchema } from './lines.ts';

/** What a journal says. */
export interface JournalText {
  readonly lines: readonly JournalLine[];
  /** Bytes up to the end of the last whole line: what lies behind was torn off by a crash. */
  readonly wholeBytes: number;
}

/** How every journal begins: without a whole line, what else would tell a torn one from a stranger's file? */
const BEGINNING = '{"kind":"burst",';

/** Reads a journal. Throws JournalError that names the line when one is not what it must be. */
export function parseJournal(path: string, bytes: Buffer): JournalText {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const beginning = bytes.toString('latin1', 0, BEGINNING.length);
  if (!BEGINNING.startsWith(beginning)) throw refusal(path, 1, 'begins like none');
  const lines = bytes
    .toString('utf8', 0, wholeBytes)
    .split('\n')
    .slice(0, -1)
    .map((text, index) => parseLine(path, text, index + 1));
  return { lines, wholeBytes };
}

function parseLine(path: string, text: string, number: number): JournalLine {
  const parsed = lineSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue!.path.join('.');
  throw refusal(path, number, `${field && `\`${field}\`: `}${issue!.message}`);
}

function refusal(path: string, line: number, because: string): JournalError {
  return new JournalError(
    path,
    `is none of a burst: line ${line}: ${because}; name another file, or move this one away`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
