import type { Cell } from './cell.ts';
import type { Tally } from './tally.ts';

/** What is demanded of a cell, and whether the simulation shows that it is missed. */
export interface Demand {
  readonly text: string;
  readonly missed: boolean;
}

/** Most that a verdict may err with: 5 %, and half a per cent for what approximates. */
const MOST_FALSE = 0.055;
const LEAST_COVERED = 0.94;
const MOST_COVERED = 0.965;
/** Where measuring may stop early the verdict's own interval is shown, which is asked to cover 90 %. */
const LEAST_COVERED_AT_LOOKS = 0.89;
/** How much more than it states an exact interval may cover. */
const MOST_ABOVE_STATED = 0.015;
/** Beyond what chance does: one in a thousand of the demands that are just met would be missed by it. */
const STANDARD_ERRORS = 3;

/** The standard error of a share, 0..1, found in so many repetitions. */
export function standardError(share: number, repetitions: number): number {
  // One pretended event keeps a share of 0 or 1 from looking like certainty.
  const kept = Math.min(Math.max(share, 1 / repetitions), 1 - 1 / repetitions);
  return Math.sqrt((kept * (1 - kept)) / repetitions);
}

/**
 * What is demanded of a cell's tally: few false verdicts, and an interval that covers where the method
 * promises it. A demand counts as missed when chance does not explain it: three standard errors of
 * the simulation.
 */
export function demandsOf(cell: Cell, tally: Tally): readonly Demand[] {
  return [...falseDemands(cell, tally), ...coverageDemands(cell, tally)];
}

/**
 * That few of the verdicts are false to either side: both are at the boundary, `not met` beyond it.
 * Where more are let through, few may be without a warning.
 */
function falseDemands(
  { truthOver, allowed }: Cell,
  { repetitions, verdicts, unwarned }: Tally,
): readonly Demand[] {
  const sides = truthOver === 1 ? (['met', 'not met'] as const) : (['not met'] as const);
  return sides.flatMap((side) => {
    const most = allowed?.most ?? MOST_FALSE;
    const demand = atMost(`false ${side}`, verdicts[side], most, repetitions);
    if (allowed === undefined) return [demand];
    return [demand, atMost(`false ${side} unwarned`, unwarned[side], MOST_FALSE, repetitions)];
  });
}

function coverageDemands({ looks, promised }: Cell, tally: Tally): readonly Demand[] {
  if (promised === 'nothing') return [];
  const { repetitions, covered, stated } = tally;
  const fixed = looks.length === 1;
  const enough = atLeast(
    'covers',
    covered,
    fixed ? LEAST_COVERED : LEAST_COVERED_AT_LOOKS,
    repetitions,
  );
  if (promised === 'conservative' || !fixed) return [enough];
  const highest = Math.max(MOST_COVERED, stated + MOST_ABOVE_STATED);
  return [enough, atMost('covers', covered, highest, repetitions)];
}

function atMost(what: string, share: number, limit: number, repetitions: number): Demand {
  const chance = STANDARD_ERRORS * standardError(limit, repetitions);
  return { text: `${what} <= ${percent(limit)} %`, missed: share - chance > limit };
}

function atLeast(what: string, share: number, limit: number, repetitions: number): Demand {
  const chance = STANDARD_ERRORS * standardError(limit, repetitions);
  return { text: `${what} >= ${percent(limit)} %`, missed: share + chance < limit };
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
