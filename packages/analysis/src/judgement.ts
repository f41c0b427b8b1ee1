import type { Bound } from './criterion.ts';
import type { Ends, Estimate, Interval } from './interval.ts';
import type { Quantity } from './quantity.ts';
import type { Selected } from './selection/selected.ts';
import type { Verdict } from './verdict.ts';

/**
 * An estimate as plain data that survives JSON, where infinity does not: null stands for it.
 * `high: null` is Infinity (no bound above); `value: null` is Infinity (a cost never repaid);
 * `low: null` is -Infinity (no bound below), but Infinity when `value` is null too.
 */
export interface JudgedEstimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Achieved two-sided confidence, 0..1. */
  readonly confidence: number;
  readonly n: number;
  readonly method: string;
  readonly warnings: readonly string[];
}

/** An estimate as data. */
export function toJudged(estimate: Estimate): JudgedEstimate {
  const { confidence, n, method, warnings } = estimate;
  return {
    value: finiteOrNull(estimate.value),
    low: finiteOrNull(estimate.low),
    high: finiteOrNull(estimate.high),
    confidence,
    n,
    method,
    warnings,
  };
}

/** The interval that was written as data, with its infinities back. */
export function intervalOf({
  value,
  low,
  high,
}: Pick<JudgedEstimate, 'value' | 'low' | 'high'>): Interval {
  const unboundedLow = value === null ? Infinity : -Infinity;
  return { value: value ?? Infinity, low: low ?? unboundedLow, high: high ?? Infinity };
}

/** Ends as data: null for the infinity on its side. */
export type JudgedEnds = Pick<JudgedEstimate, 'low' | 'high'>;

/** Ends as data. */
export function toJudgedEnds({ low, high }: Ends): JudgedEnds {
  return { low: finiteOrNull(low), high: finiteOrNull(high) };
}

function finiteOrNull(value: number): number | null {
  // Adding 0 turns -0, which JSON does not know either, into 0.
  return Number.isFinite(value) ? value + 0 : null;
}

/** A quantity as the runs show it, as data. */
export type QuantityJudgement =
  | {
      readonly outcome: 'estimated';
      readonly estimate: JudgedEstimate;
      /** The median with its sign interval, as a check on symmetry; null where none is assumed. */
      readonly median: JudgedEstimate | null;
    }
  | { readonly outcome: 'invalid'; readonly because: string };

/** A criterion and its verdict, as data. */
export interface CriterionJudgement {
  readonly id: string;
  /** The launcher it is about; null when it is about whichever decides, or there are none. */
  readonly launcher: string | null;
  readonly statement: string;
  /** Why the bound lies where it lies: the criterion's own `because`. */
  readonly why: string;
  readonly unit: string;
  readonly quantity: Quantity;
  readonly bound: Bound;
  /** Why blocks are independent by construction; null where that is not claimed. */
  readonly independent: string | null;
  readonly verdict: Verdict;
  /** Why the verdict is what it is, with its numbers. */
  readonly because: string;
  /** Null when the verdict is invalid. Its ends have the confidence of the verdict. */
  readonly estimate: JudgedEstimate | null;
  /** What its interval is widened to by all that speaks against it: the verdict holds for that too. */
  readonly cautious: JudgedEnds | null;
  /** The check on symmetry; null where none is assumed or nothing was estimated. */
  readonly median: JudgedEstimate | null;
  /** The arm that was selected, where the criterion is about the best of several. */
  readonly selected: Selected | null;
  readonly warnings: readonly string[];
}

/** A criterion's name where those of several launchers stand together: `spawn-time (zygote)`. */
export function criterionName({
  id,
  launcher,
}: Pick<CriterionJudgement, 'id' | 'launcher'>): string {
  return launcher === null ? id : `${id} (${launcher})`;
}

/** A quantity that is told beside the criteria and not judged, as data. */
export interface ShownQuantity {
  readonly id: string;
  readonly statement: string;
  readonly unit: string;
  readonly quantity: Quantity;
  readonly estimate: JudgedEstimate | null;
  readonly median: JudgedEstimate | null;
  /** Why there is no estimate; null when there is one. */
  readonly because: string | null;
  readonly warnings: readonly string[];
}

/** Why measuring ends before all planned blocks are there. */
export interface Stop {
  /** `settled`: every criterion has its verdict. `futile`: those without one would hardly get any. */
  readonly why: 'settled' | 'futile';
  readonly because: string;
}

/** At which of the planned looks the runs were judged, as data. */
export interface JudgedLook {
  /** From 1; 0 when there are not as many blocks as at any look. */
  readonly number: number;
  readonly of: number;
  readonly blocks: number;
  /** How many blocks there would have been at the last look. */
  readonly most: number;
  /** Why measuring ended before the last look; null when it did not. */
  readonly stop: Stop | null;
}

/** All that follows from the runs of one experiment, as data. */
export interface ExperimentJudgement {
  readonly look: JudgedLook;
  readonly criteria: readonly CriterionJudgement[];
  readonly shown: readonly ShownQuantity[];
  readonly warnings: readonly string[];
}
