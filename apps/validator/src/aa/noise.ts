import {
  type Block,
  type Interval,
  intervalOf,
  median,
  pairedRatio,
  screenBlocks,
} from '@muster/analysis';
import { type WindowJudging, judgeWindow, windowsOf } from './windows.ts';

/** Sizes of experiments for which it is told how fine they see. */
const SIZES = [6, 10, 30] as const;

/** How wide an interval is that so many blocks of identical arms give. */
export interface TypicalWidth {
  readonly blocks: number;
  /** From how many windows it is known. */
  readonly windows: number;
  /** Median half-width on the scale of logs: 0.05 is 5 % to either side. Null without a window. */
  readonly halfWidth: number | null;
}

/** What identical arms differ by: nothing smaller can be seen. */
export interface NoiseFloor {
  /** Blocks in which both arms have succeeded, hence pairs. */
  readonly pairs: number;
  /** Standard deviation of the logs of the ratios of identical arms, a pair a block. */
  readonly sdLog: number;
  readonly widths: readonly TypicalWidth[];
  /** How much faster one is than the other by all pairs together. */
  readonly together: Interval;
  /** What speaks against blocks being independent of each other, one sentence each. */
  readonly screens: readonly string[];
}

/** The noise floor by the blocks of a run; at least two of them must have both arms. */
export function noiseFloorOf(
  blocks: readonly Block[],
  compared: { readonly metric: string; readonly from: string; readonly to: string },
  judging: WindowJudging,
): NoiseFloor {
  const pairs = pairsOf(blocks, compared);
  const from = pairs.map(([first]) => first);
  const to = pairs.map(([, second]) => second);
  const logRatios = pairs.map(([first, second]) => Math.log(first / second));
  const { value, low, high } = pairedRatio(from, to, 1 - 2 * (1 - judging.confidence));
  return {
    pairs: pairs.length,
    sdLog: standardDeviation(logRatios),
    widths: SIZES.map((size) => widthOf(blocks, size, judging)),
    together: { value, low, high },
    screens: screenBlocks(logRatios).map(({ because }) => because),
  };
}

function widthOf(blocks: readonly Block[], size: number, judging: WindowJudging): TypicalWidth {
  const halfWidths = windowsOf(blocks, size).flatMap((window) => {
    const { estimate } = judgeWindow(window, { blocks: size, looks: [size] }, judging);
    if (estimate === null) return [];
    const { low, high } = intervalOf(estimate);
    return [(Math.log(high) - Math.log(low)) / 2];
  });
  return {
    blocks: size,
    windows: halfWidths.length,
    halfWidth: halfWidths.length === 0 ? null : median(halfWidths),
  };
}

function pairsOf(
  blocks: readonly Block[],
  { metric, from, to }: { readonly metric: string; readonly from: string; readonly to: string },
): readonly (readonly [number, number])[] {
  return blocks.flatMap(({ trials }) => {
    const [first, second] = [trials[from], trials[to]].map((trial) =>
      trial?.outcome === 'ok' ? trial.values[metric] : undefined,
    );
    return first === undefined || second === undefined ? [] : [[first, second] as const];
  });
}

function standardDeviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
