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
    const lines = (open + text).split('\n');
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
