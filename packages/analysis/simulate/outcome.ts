import {
  type Estimate,
  intervalOf,
  judgeExperiment,
  type JudgedDefinition,
  type JudgedEstimate,
  judgeQuantity,
  type Runs,
  stopOf,
  type Verdict,
} from '../src/index.ts';

/**
 * Two-sided confidence of the interval whose coverage is counted where there is one look; where there
 * are several it is the verdict's own, which is asked to cover 90 % whenever measuring stops.
 */
const SHOWN = 0.95;

/** What judging once came to. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Whether a warning stands beside the verdict. */
  readonly flagged: boolean;
  /** Whether the interval contains the truth. */
  readonly covered: boolean;
  /** The confidence that the interval states. */
  readonly stated: number;
  /** How many blocks were used. */
  readonly blocks: number;
}

/**
 * Judges runs by the one criterion of a definition, as a real experiment is: look by look, until
 * `stopOf` says that it is enough.
 */
export function outcomeOf(definition: JudgedDefinition, truth: number, all: Runs): Outcome {
  const runs = measured(definition, all);
  const [judged] = judgeExperiment(definition, runs).criteria;
  if (judged === undefined) throw new TypeError('`criteria` must have one criterion, got none');
  const { looks = [] } = definition.design;
  const shown = looks.length > 1 ? judged.estimate : shownInterval(definition, runs);
  return {
    verdict: judged.verdict,
    flagged: judged.warnings.length > 0,
    covered: shown !== null && covers(intervalOf(shown), truth),
    stated: shown?.confidence ?? 0,
    blocks: runs.blocks.length,
  };
}

/** Whether an interval contains the truth. */
function covers({ low, high }: Pick<Estimate, 'low' | 'high'>, truth: number): boolean {
  return low <= truth && truth <= high;
}

/** As much of the runs as there is when measuring stops. */
function measured(definition: JudgedDefinition, all: Runs): Runs {
  for (const count of definition.design.looks ?? []) {
    const runs = { ...all, blocks: all.blocks.slice(0, count) };
    if (stopOf(definition, runs) !== null) return runs;
  }
  return all;
}

function shownInterval({ criteria }: JudgedDefinition, runs: Runs): JudgedEstimate | null {
  const [criterion] = criteria;
  if (criterion === undefined) return null;
  const judged = judgeQuantity(criterion.quantity, runs, { confidence: 1 - (1 - SHOWN) / 2 });
  return judged.outcome === 'estimated' ? judged.estimate : null;
}
