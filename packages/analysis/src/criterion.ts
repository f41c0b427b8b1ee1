import type { Quantity } from './quantity.ts';

/** Where a quantity must lie. */
export interface Bound {
  readonly is: 'at least' | 'more than' | 'at most' | 'less than';
  /** In the quantity's unit: a ratio for a speed-up, 0..1 for a proportion. */
  readonly value: number;
}

/** A claim with a number in it, written before the first run. */
export interface Criterion<Metric extends string = string, Arm extends string = string> {
  readonly id: string;
  /** The claim in the words of whoever asked for it. */
  readonly statement: string;
  /** Why the bound lies where it lies. */
  readonly because: string;
  /**
   * The launcher it is about, where a claim is judged for each: such criteria share an id. Without
   * it, a criterion is about whichever launcher decides.
   */
  readonly launcher?: string;
  /**
   * Why blocks owe nothing to each other here by construction, such as a workload that each draws anew.
   * Few blocks cannot show as much, and without it their verdict must allow for the opposite. It stands
   * beside the verdict, and what the order of the blocks shows is looked at all the same.
   */
  readonly independent?: string;
  /** Overrides the unit that follows from the quantity. */
  readonly unit?: string;
  readonly quantity: Quantity<Metric, Arm>;
  readonly bound: Bound;
}

function bound(is: Bound['is'], value: number): Bound {
  if (!Number.isFinite(value)) {
    throw new TypeError(`\`value\` of a bound must be a finite number, got ${value}`);
  }
  return { is, value };
}

/** The quantity must be this much or more. */
export function atLeast(value: number): Bound {
  return bound('at least', value);
}

/** The quantity must be more than this. */
export function moreThan(value: number): Bound {
  return bound('more than', value);
}

/** The quantity must be this much or less. */
export function atMost(value: number): Bound {
  return bound('at most', value);
}

/** The quantity must be less than this. */
export function lessThan(value: number): Bound {
  return bound('less than', value);
}
