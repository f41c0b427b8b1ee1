import {
  pairedDifference,
  pairedDifferences,
  pairedRatio,
  pairedRatios,
  typicalLevel,
} from './estimate.ts';
import { measureExtreme } from './extreme.ts';
import type { Estimate } from './interval.ts';
import { clopperPearson } from './proportion.ts';
import { inputsOf, type ArmMetric, type Quantity } from './quantity.ts';
import { inputProblems, valueOf } from './run-problems.ts';
import type { Runs } from './runs.ts';
import { medianInterval } from './sign-test.ts';

/** A quantity as the runs show it, or every reason why they cannot show it. */
export type Measurement =
  | {
      readonly outcome: 'estimated';
      readonly estimate: Estimate;
      /** The same quantity without the assumption of symmetry; null where none was made. */
      readonly median: Estimate | null;
    }
  | { readonly outcome: 'invalid'; readonly problems: readonly string[] };

/** One number a block for one input of a quantity. */
interface Column extends ArmMetric {
  readonly values: readonly number[];
}

/**
 * Estimates a quantity from the runs, with two-sided `confidence`. Anything absent, failed or out
 * of range among the runs it needs makes it invalid as a whole: dropping blocks would favour the
 * arm that fails. So do `blockProblems`, which concern all quantities alike.
 */
export function measure(
  quantity: Quantity,
  runs: Runs,
  confidence: number,
  blockProblems: readonly string[],
): Measurement {
  const inputs = inputsOf(quantity);
  const problems = [...blockProblems, ...inputProblems(runs, inputs)];
  if (problems.length > 0) return { outcome: 'invalid', problems };
  const columns = inputs.map((input): Column => ({
    ...input,
    values: runs.blocks.map((block) => valueOf(block, input) ?? Number.NaN),
  }));
  const outOfRange = rangeProblems(quantity, runs, columns);
  if (outOfRange.length > 0) return { outcome: 'invalid', problems: outOfRange };
  return { outcome: 'estimated', ...estimated(quantity, columns, confidence) };
}

function rangeProblems(quantity: Quantity, runs: Runs, columns: readonly Column[]): string[] {
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
      return columns.flatMap((column) =>
        offending(column, 'above 0 for a ratio', (value) => value > 0),
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
  const [part, whole] = columnValues(columns);
  const tooMany = part.flatMap((value, at) =>
    value <= (whole[at] ?? 0)
      ? []
      : `arm ${arm} in block ${runs.blocks[at]?.index} has more ${successes} (${value}) than ${attempts} (${whole[at]})`,
  );
  if (tooMany.length > 0) return tooMany;
  return sum(whole) > 0 ? [] : [`arm ${arm} has no ${attempts} in any block`];
}

function estimated(
  quantity: Quantity,
  columns: readonly Column[],
  confidence: number,
): { estimate: Estimate; median: Estimate | null } {
  const [first, second, third] = columnValues(columns);
  switch (quantity.kind) {
    case 'speedup':
      return {
        estimate: pairedRatio(first, second, confidence),
        median: medianRatio(first, second, confidence),
      };
    case 'difference':
      return {
        estimate: pairedDifference(first, second, confidence),
        median: medianInterval(pairedDifferences(first, second), confidence),
      };
    case 'level':
      return {
        estimate: typicalLevel(first, confidence),
        median: medianInterval(first, confidence),
      };
    case 'lowest':
    case 'highest':
      return measureExtreme(quantity.kind, columns, confidence);
    case 'payback':
      return { estimate: payback(first, second, third, confidence), median: null };
    default:
      return { estimate: pooled(first, second, confidence), median: null };
  }
}

/** A ratio has a natural lower end: where the runs give none, it is 0 and not -Infinity. */
function medianRatio(from: readonly number[], to: readonly number[], confidence: number): Estimate {
  const estimate = medianInterval(pairedRatios(from, to), confidence);
  return { ...estimate, low: Math.max(0, estimate.low) };
}

function payback(
  cost: readonly number[],
  from: readonly number[],
  to: readonly number[],
  confidence: number,
): Estimate {
  const uses = cost.map((each, at) => {
    const saving = (from[at] ?? 0) - (to[at] ?? 0);
    if (each === 0) return 0;
    return saving > 0 ? each / saving : Infinity;
  });
  const estimate = medianInterval(uses, confidence);
  const never = uses.filter((each) => each === Infinity).length;
  const warnings =
    never === 0
      ? []
      : [
          `in ${never} of ${uses.length} blocks nothing is saved, so the cost is never repaid there`,
        ];
  return {
    ...estimate,
    low: Math.max(0, estimate.low),
    warnings: [...estimate.warnings, ...warnings],
  };
}

function pooled(
  successes: readonly number[],
  attempts: readonly number[],
  confidence: number,
): Estimate {
  const estimate = clopperPearson(sum(successes), sum(attempts), confidence);
  return {
    ...estimate,
    method: `${estimate.method}, totals of ${attempts.length} runs`,
    warnings: [
      ...estimate.warnings,
      'the interval takes every attempt as independent; attempts within a run may depend on each other, and then it is too narrow',
    ],
  };
}

function columnValues(
  columns: readonly Column[],
): [readonly number[], readonly number[], readonly number[]] {
  const values = (at: number): readonly number[] => columns[at]?.values ?? [];
  return [values(0), values(1), values(2)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
