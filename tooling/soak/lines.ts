/** A thing that must be so, with what was found. */
export interface Line {
  readonly what: string;
  readonly found: string;
  readonly must: string;
  readonly met: boolean;
}

/** A number that must be this one. */
export function count(what: string, found: number, must: number): Line {
  return { what, found: String(found), must: String(must), met: found === must };
}

export const MEBIBYTE = 1_048_576;

/** 2097152 is "2.0 MiB". */
export function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

/** The lines as a table, what is not met marked, and the verdict below it. */
export function tableOf(lines: readonly Line[]): string {
  const width = (of: (line: Line) => string): number =>
    Math.max(...lines.map((line) => of(line).length));
  const [first, second] = [width(({ what }) => what), width(({ found }) => found)];
  const rows = lines.map(
    ({ what, found, must, met }) =>
      `${met ? ' ' : '!'} ${what.padEnd(first)}  ${found.padEnd(second)}  must: ${must}`,
  );
  const missed = lines.filter(({ met }) => !met).length;
  const verdict =
    missed === 0 ? `met: all ${lines.length}` : `NOT MET: ${missed} of ${lines.length}, marked !`;
  return [...rows, verdict].join('\n');
}
