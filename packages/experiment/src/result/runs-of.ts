import type { RunOutcome, Runs } from '@muster/analysis';
import type { MetricDefinition } from '../definition/definition.ts';
import { absentArms } from '../plan/launchers.ts';
import type { Plan } from '../plan/plan.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import { summarizeTrial } from '../trial/summarize.ts';

/**
 * The runs that analysis judges: the judged blocks in order, each trial as one number per metric.
 * Warm-up trials are left out, as was declared; a trial that did not end well stays in as such. Arms
 * that the plan left out are named with the reason.
 */
export function runsOf(
  metrics: Readonly<Record<string, MetricDefinition>>,
  { blocks: plannedBlocks, launchers }: Pick<Plan, 'blocks' | 'launchers'>,
  trials: readonly TrialLine[],
): Runs {
  const judged = trials.filter((trial) => !trial.warmup);
  const indices = [...new Set(judged.map((trial) => trial.block))].toSorted((a, b) => a - b);
  return {
    plannedBlocks,
    blocks: indices.map((index) => ({
      index,
      trials: Object.fromEntries(
        judged
          .filter((trial) => trial.block === index)
          .toSorted((a, b) => (a.arm < b.arm ? -1 : 1))
          .map((trial) => [trial.arm, outcomeOf(metrics, trial)]),
      ),
    })),
    absent: absentArms(launchers),
  };
}

function outcomeOf(
  metrics: Readonly<Record<string, MetricDefinition>>,
  trial: TrialLine,
): RunOutcome {
  if (trial.outcome === 'ok') {
    return { outcome: 'ok', values: summarizeTrial(metrics, trial.observations) };
  }
  return { outcome: trial.outcome, because: trial.because ?? 'no reason was recorded' };
}
