import { runsOfArms } from './arm-blocks.ts';
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
import { inputsOf, type Quantity } from './quantity.ts';
import { type Column, rangeProblems } from './range-problems.ts';
import { inputProblems, valueOf } from './run-problems.ts';
import type { Runs } from './runs.ts';
import { doubtsAboutAttempts } from './screens/dispersion.ts';
import { type Doubt, doubtsAboutOrder, doubtsAboutTies, withDoubts } from './screens/doubt.ts';
import { measureSelected } from './selection/measure-selected.ts';
import type { Selected } from './selection/selected.ts';
import type { RunsLook } from './sequential/look-at.ts';
import { medianInterval } from './sign-test.ts';

/** A quantity as the runs show it, or every reason why they cannot show it. */
export type Measurement =
  | {
      readonly outcome: 'estimated';
      readonly estimate: Estimate;
      /** The same quantity without the assumption of symmetry; null where none was made. */
      readonly median: Estimate | null;
      /** The estimate before any doubt. */
      readonly plain: Estimate;
      /** What speaks against what the estimate takes the runs for. */
      readonly doubts: readonly Doubt[];
      /** The arm that was selected and those it was selected from; null where none was. */
      readonly selected: Selected | null;
    }
  | { readonly outcome: 'invalid'; readonly problems: readonly string[] };

/**
 * Estimates a quantity from the runs at a look. Anything absent, failed or out of range among the
 * runs it needs makes it invalid as a whole: dropping blocks would favour the arm that fails. So do
 * the problems of the look, which concern all quantities alike.
 */
export function measure(quantity: Quantity, all: Runs, look: RunsLook): Measurement {
  const inputs = inputsOf(quantity);
  const runs = runsOfArms(all, inputs);
  const problems = [...look.problems, ...inputProblems(runs, inputs)];
  if (problems.length > 0) return { outcome: 'invalid', problems };
  const columns = inputs.map((input): Column => ({
    ...input,
    values: runs.blocks.map((block) => valueOf(block, input) ?? Number.NaN),
  }));
  const outOfRange = rangeProblems(quantity, runs, columns);
  if (outOfRange.length > 0) return { outcome: 'invalid', problems: outOfRange };
  const made =
    quantity.kind === 'selected'
      ? measureSelected(quantity, columns, { ...look, plannedBlocks: runs.plannedBlocks })
      : { ...estimated(quantity, columns, look.confidence), selected: null };
  return { outcome: 'estimated', ...made };
}

/** An estimate, the check on its symmetry and all that speaks against it. */
export interface Estimated {
  readonly estimate: Estimate;
  readonly median: Estimate | null;
  readonly doubts: readonly Doubt[];
  /** The estimate before any doubt. */
  readonly plain: Estimate;
}

function estimated(
  quantity: Exclude<Quantity, { kind: 'selected' }>,
  columns: readonly Column[],
  confidence: number,
): Estimated {
  const [first, second, third] = columnValues(columns);
  switch (quantity.kind) {
    case 'speedup': {
      const estimate = pairedRatio(first, second, confidence);
      const ratios = pairedRatios(first, second);
      return doubted('speedup', estimate, medianRatio(ratios, confidence), [ratios]);
    }
    case 'difference': {
      const differences = pairedDifferences(first, second);
      const estimate = pairedDifference(first, second, confidence);
      return doubted('difference', estimate, medianInterval(differences, confidence), [
        differences,
      ]);
    }
    case 'level': {
      const median = medianInterval(first, confidence);
      return doubted('level', typicalLevel(first, confidence), median, [first]);
    }
    case 'lowest':
    case 'highest': {
      const { estimate, median } = measureExtreme(quantity.kind, columns, confidence);
      const series = columns.map(({ values }) => values);
      return doubted(quantity.kind, estimate, median, series);
    }
    case 'payback': {
      const uses = usesUntilRepaid(first, second, third);
      const estimate = payback(uses, confidence);
      return withTheir(doubtsAboutOrder('payback', [uses], estimate), estimate, null);
    }
    default: {
      const estimate = pooled(first, second, confidence);
      return withTheir(doubtsAboutAttempts(first, second, estimate), estimate, null);
    }
  }
}

/** An estimate with what the order and the ties of its series say against it. */
function doubted(
  kind: Quantity['kind'],
  estimate: Estimate,
  median: Estimate,
  series: readonly (readonly number[])[],
): Estimated {
  const order = doubtsAboutOrder(kind, series, estimate);
  return withTheir([...order, ...doubtsAboutTies(series, estimate)], estimate, median);
}

function withTheir(
  doubts: readonly Doubt[],
  estimate: Estimate,
  median: Estimate | null,
): Estimated {
  return { estimate: withDoubts(estimate, doubts), median, doubts, plain: estimate };
}

/** A ratio has a natural lower end: where the runs give none, it is 0 and not -Infinity. */
function medianRatio(ratios: readonly number[], confidence: number): Estimate {
  const estimate = medianInterval(ratios, confidence);
  return { ...estimate, low: Math.max(0, estimate.low) };
}

function usesUntilRepaid(
  cost: readonly number[],
  from: readonly number[],
  to: readonly number[],
): number[] {
  return cost.map((each, at) => {
    const saving = (from[at] ?? 0) - (to[at] ?? 0);
    if (each === 0) return 0;
    return saving > 0 ? each / saving : Infinity;
  });
}

function payback(uses: readonly number[], confidence: number): Estimate {
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
