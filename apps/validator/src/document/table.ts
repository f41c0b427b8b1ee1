import { lengthOf } from './length.ts';
import { wrapWords } from './wrap.ts';

const GAP = '  ';
/** Under this a column is not squeezed: words would be cut more often than not. */
const MIN_COLUMN = 10;

/** Rows as aligned columns of at most `width` characters; long cells go on in the next line. */
export function layTable(rows: readonly (readonly string[])[], width: number): string {
  const natural = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))),
  );
  const widths = fit(natural, width - GAP.length * natural.length);
  return rows.flatMap((row) => layRow(row, widths)).join('\n');
}

function layRow(row: readonly string[], widths: readonly number[]): readonly string[] {
  const cells = widths.map((width, column) => wrapWords(row[column] ?? '', width));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    cells
      .map((lines, column) => GAP + pad(lines[at] ?? '', widths[column] ?? 0))
      .join('')
      .trimEnd(),
  );
}

/** Takes what is too much from the widest columns, one character at a time. */
function fit(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  for (let over = sum(widths) - room; over > 0; over -= 1) {
    const widest = Math.max(...widths);
    if (widest <= MIN_COLUMN) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
