import type { Readable } from 'node:stream';

const MAX_LINE_CHARACTERS = 2_000;

/** The last lines of a stream, for telling why a process died. */
export interface Tail {
  lines(): readonly string[];
}

/** Keeps the last `maxLines` lines of `stream`, and hands each line to `onLine` as it ends. */
export function keepTail(
  stream: Readable,
  maxLines: number,
  onLine?: (line: string) => void,
): Tail {
  // A broken pipe here means the process is gone; its exit says so.
  stream.on('error', () => undefined);
  if (maxLines === 0 && onLine === undefined) {
    // Nobody wants it, but it must be read: the process would block on a full pipe.
    stream.resume();
    return { lines: () => [] };
  }
  const kept: string[] = [];
  let open = '';
  const keep = (line: string): void => {
    kept.push(line);
    if (kept.length > maxLines) kept.shift();
    onLine?.(line);
  };
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const said = open + text;
    // Cutting every line of a flood of short ones would cost the agents beside it their answers.
    const lines = (onLine === undefined ? endOf(said, maxLines) : said).split('\n');
    open = (lines.pop() ?? '').slice(0, MAX_LINE_CHARACTERS);
    for (const line of lines) keep(line.slice(0, MAX_LINE_CHARACTERS));
  });
  stream.on('end', () => {
    if (open !== '') keep(open);
    open = '';
  });
  return {
    lines: () => {
      const all = open === '' ? kept : [...kept, open];
      return all.slice(Math.max(0, all.length - maxLines));
    },
  };
}

/** The last `lines` lines that end in `text`, and the one that is still open. */
function endOf(text: string, lines: number): string {
  let end = text.lastIndexOf('\n');
  for (let line = 0; line < lines && end >= 0; line++) {
    end = end === 0 ? -1 : text.lastIndexOf('\n', end - 1);
  }
  return text.slice(end + 1);
}
