import { formatCount } from '../format.ts';
import type { Estimate } from '../interval.ts';
import { pairedRatios } from '../estimate.ts';
import type { Quantity } from '../quantity.ts';
import type { Column } from '../range-problems.ts';
import { type Doubt, doubtsAboutOrder, withDoubts } from '../screens/doubt.ts';
import { medianInterval } from '../sign-test.ts';
import { confirmSelected } from './confirm.ts';
import { selectArm } from './select.ts';
import type { Selected } from './selected.ts';
import { separability } from './separability.ts';
import { splitBlocks } from './split-blocks.ts';

/** What the selecting goes by besides the values. */
export interface SelectionPlan {
  readonly plannedBlocks: number;
  /** Two-sided confidence to ask of the interval at this look. */
  readonly confidence: number;
  /** The same whichever look it is: every look selects on the same blocks. */
  readonly promised: number;
}

/** A selected arm beside its baseline, as `measure` tells of any quantity. */
export interface SelectedMeasurement {
  readonly estimate: Estimate;
  readonly median: Estimate | null;
  readonly doubts: readonly Doubt[];
  readonly plain: Estimate;
  readonly selected: Selected;
}

/**
 * Selects the best arm on the first third of the planned blocks and measures it against the baseline,
 * the last column, on those that come after. A look that has not come past the first third has nothing
 * to bound it by.
 */
export function measureSelected(
  { prefer }: Extract<Quantity, { kind: 'selected' }>,
  columns: readonly Column[],
  { plannedBlocks, confidence, promised }: SelectionPlan,
): SelectedMeasurement {
  const baseline = columns.at(-1)?.values ?? [];
  const candidates = Object.fromEntries(
    columns.slice(0, -1).map(({ arm, values }) => [arm, values]),
  );
  const { select } = splitBlocks(plannedBlocks, promised);
  const blocks = Math.min(select, baseline.length - 1);
  const { chosen } = selectArm({ candidates, prefer, blocks });
  const values = candidates[chosen] ?? [];
  const told = `${chosen} was selected of ${formatCount(columns.length - 1, 'arm')} on the first ${formatCount(blocks, 'block')}`;
  const confirmed = confirmSelected({ chosen: values, baseline, prefer, blocks, confidence });
  if (blocks < select) {
    const estimate = {
      ...confirmed,
      low: 0,
      high: Infinity,
      warnings: [`${told}, and not yet confirmed`],
    };
    const unknown = { chosen, tied: [], worse: [], better: [] };
    return { estimate, median: null, doubts: [], plain: estimate, selected: unknown };
  }
  const [from, to] = prefer === 'low' ? [baseline, values] : [values, baseline];
  const ratios = pairedRatios(from.slice(blocks), to.slice(blocks));
  const median = medianInterval(ratios, confidence);
  const doubts = doubtsAboutOrder('selected', [ratios.map(Math.log)], confirmed);
  const { sentence, ...others } = separability({ candidates, chosen, prefer, blocks, confidence });
  const estimate = withDoubts(confirmed, doubts);
  return {
    estimate: { ...estimate, warnings: [told, sentence, ...estimate.warnings] },
    median: { ...median, low: Math.max(0, median.low) },
    doubts,
    plain: confirmed,
    selected: { chosen, ...others },
  };
}
