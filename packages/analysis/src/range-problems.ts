import type { ArmMetric, Quantity } from './quantity.ts';
import type { Runs } from './runs.ts';

/** One number a block for one input of a quantity. */
export interface Column extends ArmMetric {
  readonly values: readonly number[];
}

/** What is wrong with the numbers themselves for this quantity, naming arm, block and metric. */
export function rangeProblems(
  quantity: Quantity,
  runs: Runs,
  columns: readonly Column[],
): string[] {
  const offending = (
    column: Column | undefined,
    rule: string,
    fits: (value: number) => boolean,
  ): string[] =>
    (column?.values ?? []).flatMap((value, at) =>
      fits(value)
        ? []
        : `arm ${column?.arm} in block ${runs.blocks[at]?.index} has a ${column?.metric} of ${value}, which must be ${rule}`,
    );
  switch (quantity.kind) {
    case 'speedup':
    case 'selected':
      return columns.flatMap((column) =>
        offending(
          column,
          // Beyond, a ratio of two could be more than a number can hold.
          'above 0 for a ratio, and from 1e-150 to 1e150',
          (value) => value >= 1e-150 && value <= 1e150,
        ),
      );
    case 'payback':
      return offending(columns[0], 'at least 0 to be a cost', (value) => value >= 0);
    case 'proportion': {
      const counts = columns.flatMap((column) =>
        offending(column, 'a count', (value) => Number.isSafeInteger(value) && value >= 0),
      );
      return counts.length > 0 ? counts : shareProblems(quantity, runs, columns);
    }
    default:
      return [];
  }
}

function shareProblems(
  { arm, successes, attempts }: Extract<Quantity, { kind: 'proportion' }>,
  runs: Runs,
  columns: readonly Column[],
): string[] {
  const [part = [], whole = []] = columns.map(({ values }) => values);
  const tooMany = part.flatMap((value, at) =>
    value <= (whole[at] ?? 0)
      ? []
      : `arm ${arm} in block ${runs.blocks[at]?.index} has more ${successes} (${value}) than ${attempts} (${whole[at]})`,
  );
  if (tooMany.length > 0) return tooMany;
  return sum(whole) > 0 ? [] : [`arm ${arm} has no ${attempts} in any block`];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
