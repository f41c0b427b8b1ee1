import {
  allowingForFew,
  type Block,
  type Estimate,
  type Interval,
  intervalOf,
  judgeQuantity,
  median,
  pairedRatio,
  type Quantity,
  screenBlocks,
} from '@muster/analysis';
import { windowsOf } from './windows.ts';

/** Sizes of experiments for which it is told how fine they see. */
const SIZES = [6, 10, 30] as const;

type Speedup = Extract<Quantity, { kind: 'speedup' }>;
/** What two arms took in the same block. */
type Pair = readonly [number, number];

/** How wide the interval is that a verdict after so many blocks of identical arms must hold for. */
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

/**
 * The noise floor by the blocks of a run; at least two of them must have both arms. `confidence` is
 * one-sided, of each verdict.
 */
export function noiseFloorOf(
  blocks: readonly Block[],
  compared: Speedup,
  confidence: number,
): NoiseFloor {
  const pairs = pairsOf(blocks, compared);
  const logRatios = pairs.map(([first, second]) => Math.log(first / second));
  const { value, low, high } = ratioOf(pairs, confidence);
  return {
    pairs: pairs.length,
    sdLog: standardDeviation(logRatios),
    widths: SIZES.map((size) => widthOf(blocks, size, compared, confidence)),
    together: { value, low, high },
    screens: screenBlocks(logRatios).map(({ because }) => because),
  };
}

function widthOf(
  blocks: readonly Block[],
  size: number,
  compared: Speedup,
  confidence: number,
): TypicalWidth {
  const plan = { confidence, looks: [size] };
  const halfWidths = windowsOf(blocks, size).flatMap((window) => {
    const judged = judgeQuantity(compared, { plannedBlocks: size, blocks: window }, plan);
    if (judged.outcome === 'invalid') return [];
    const cautious = allowingForFew('speedup', ratioOf(pairsOf(window, compared), confidence));
    // The estimate itself allows for what speaks against its blocks, the median for asymmetry.
    const others = [judged.estimate, judged.median ?? judged.estimate].map(intervalOf);
    return [halfWidthOf([cautious, ...others])];
  });
  return {
    blocks: size,
    windows: halfWidths.length,
    halfWidth: halfWidths.length === 0 ? null : median(halfWidths),
  };
}

/** Of intervals for each of which a verdict must hold. */
function halfWidthOf(intervals: readonly Interval[]): number {
  const low = Math.min(...intervals.map((each) => each.low));
  const high = Math.max(...intervals.map((each) => each.high));
  return Math.log(high / low) / 2;
}

function ratioOf(pairs: readonly Pair[], confidence: number): Estimate {
  const from = pairs.map(([first]) => first);
  const to = pairs.map(([, second]) => second);
  return pairedRatio(from, to, 1 - 2 * (1 - confidence));
}

function pairsOf(blocks: readonly Block[], { metric, from, to }: Speedup): readonly Pair[] {
  return blocks.flatMap(({ trials }) => {
    const [first, second] = [trials[from], trials[to]].map((trial) =>
      trial?.outcome === 'ok' ? trial.values[metric] : undefined,
    );
    return first === undefined || second === undefined ? [] : [[first, second]];
  });
}

function standardDeviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
