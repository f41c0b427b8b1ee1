import type { Random } from '@muster/agent-runtime';

/** Consecutive uses; a stretch that reaches past the end goes on at the beginning. */
export interface Stretch {
  readonly from: number;
  readonly length: number;
}

const STRETCHES = 10;
/** Of the interval that {@link middleOf} gives. */
export const CONFIDENCE = 0.95;
/**
 * What is cut off on each side. Not 0.025: ten stretches vary less than ten new ones would.
 * It is the normal tail beyond sqrt(10/9) times 2.262, Student's quantile for 9 degrees of freedom
 * (expanded percentiles: Hesterberg, 2015).
 */
const TAIL = 0.0086;

/**
 * A trace made of stretches of the recorded one that begin at random places: the circular block
 * bootstrap (Politis and Romano, 1992). What depends on what came before stays behind it.
 */
export function resample(uses: number, random: Random): readonly Stretch[] {
  const length = Math.ceil(uses / STRETCHES);
  return Array.from({ length: STRETCHES }, () => ({ from: Math.floor(random() * uses), length }));
}

/** The share of the uses in these stretches that was served, by running totals of the served. */
export function shareIn(stretches: readonly Stretch[], servedUpTo: Uint32Array): number {
  const uses = servedUpTo.length - 1;
  const total = (end: number): number => servedUpTo[end] ?? Number.NaN;
  let [served, counted] = [0, 0];
  for (const { from, length } of stretches) {
    const end = from + length;
    served += total(Math.min(end, uses)) - total(from) + total(Math.max(0, end - uses));
    counted += length;
  }
  return served / counted;
}

/** The interval that values of resampled traces make. */
export function middleOf(values: readonly number[]): {
  readonly low: number;
  readonly high: number;
} {
  const ascending = Float64Array.from(values).toSorted();
  const cut = Math.floor(TAIL * ascending.length);
  const at = (index: number): number => ascending[index] ?? Number.NaN;
  return { low: at(cut), high: at(ascending.length - 1 - cut) };
}
