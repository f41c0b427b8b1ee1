import type { Cell } from './cell.ts';
import { demandsOf, standardError } from './demands.ts';
import type { Tally } from './tally.ts';

const HEAD = [
  'quantity',
  'noise',
  'blocks',
  'truth',
  'met %',
  'not met %',
  'flagged %',
  'covers %',
  'states %',
  'mean blocks',
  'demands',
];

/** A cell with what came of it. */
export interface Told {
  readonly cell: Cell;
  readonly tally: Tally;
}

/** A line a cell, under a head, in columns. */
export function table(told: readonly Told[]): string {
  const rows = [HEAD, ...told.map(row)];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  return rows
    .map((cells) =>
      cells
        .map((text, at) => text.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function row({ cell, tally }: Told): string[] {
  const percent = (share: number): string => (100 * share).toFixed(1);
  const error = percent(standardError(tally.covered, tally.repetitions));
  const missed = demandsOf(cell, tally).filter((demand) => demand.missed);
  return [
    cell.quantity,
    cell.noise,
    cell.looks.join(','),
    `${cell.truthOver}x`,
    percent(tally.verdicts.met),
    percent(tally.verdicts['not met']),
    percent(tally.flagged),
    `${percent(tally.covered)} ± ${error}`,
    percent(tally.stated),
    tally.meanBlocks.toFixed(1),
    missed.length === 0
      ? `met${cell.allowed === undefined ? '' : ` (${cell.allowed.because})`}`
      : `NOT met: ${missed.map(({ text }) => text).join('; ')}`,
  ];
}
