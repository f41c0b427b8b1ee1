import {
  type Block,
  type Criterion,
  type CriterionJudgement,
  judgeExperiment,
  type JudgedDefinition,
  type MetricUnits,
  stopOf,
  type Verdict,
} from '@muster/analysis';

/** How large an experiment a window stands for, and when that would be looked at. */
export interface WindowKind {
  readonly blocks: number;
  /** Numbers of blocks, the last being all of them. */
  readonly looks: readonly number[];
}

/** The sizes that the sprints have, and the one in which they may stop early. */
export const WINDOW_KINDS: readonly WindowKind[] = [
  { blocks: 6, looks: [6] },
  { blocks: 10, looks: [10] },
  { blocks: 10, looks: [6, 10] },
];

/** How many windows came to each verdict. */
export interface Tally {
  readonly met: number;
  readonly notMet: number;
  readonly inconclusive: number;
  /** Those with a failed run; they are in no rate. */
  readonly invalid: number;
}

/** Consecutive windows of `size` blocks, none of which share a block; what is left over is left out. */
export function windowsOf(blocks: readonly Block[], size: number): readonly (readonly Block[])[] {
  return Array.from({ length: Math.floor(blocks.length / size) }, (_, at) =>
    blocks.slice(at * size, (at + 1) * size),
  );
}

/** What is judged in each window, as of an experiment of its own. */
export interface WindowJudging {
  readonly metrics: MetricUnits;
  readonly criterion: Criterion;
  /** One-sided, of each verdict. */
  readonly confidence: number;
}

/** The verdicts of all windows of a kind. */
export function tallyWindows(
  blocks: readonly Block[],
  kind: WindowKind,
  judging: WindowJudging,
): Tally {
  const verdicts = windowsOf(blocks, kind.blocks).map(
    (window) => judgeWindow(window, kind, judging).verdict,
  );
  const count = (verdict: Verdict): number => verdicts.filter((each) => each === verdict).length;
  return {
    met: count('met'),
    notMet: count('not met'),
    inconclusive: count('inconclusive'),
    invalid: count('invalid'),
  };
}

/** One window, judged by the code that judges the sprints and stopped at the look it would stop at. */
export function judgeWindow(
  window: readonly Block[],
  { blocks: plannedBlocks, looks }: WindowKind,
  { metrics, criterion, confidence }: WindowJudging,
): CriterionJudgement {
  const definition: JudgedDefinition = {
    metrics,
    criteria: [criterion],
    shown: [],
    design: { confidence, looks },
  };
  for (const count of looks) {
    const runs = { plannedBlocks, blocks: window.slice(0, count) };
    if (stopOf(definition, runs) === null) continue;
    const [judgement] = judgeExperiment(definition, runs).criteria;
    if (judgement !== undefined) return judgement;
  }
  throw new TypeError(
    `\`window\` must hold ${plannedBlocks} blocks, got ${window.length}: no look was reached`,
  );
}
