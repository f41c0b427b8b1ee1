import type { RunOutcome, Runs } from '@muster/analysis';
import type { MetricDefinition } from '../definition/definition.ts';
import { type DroppedBlock, droppedBlocks } from '../host/disturbance.ts';
import { absentArms } from '../plan/launchers.ts';
import type { Plan } from '../plan/plan.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import { summarizeTrial } from '../trial/summarize.ts';

/** As much of a plan as says which runs are judged. */
type RunsPlan = Pick<Plan, 'blocks' | 'armBlocks' | 'host' | 'launchers'>;

/**
 * The runs that analysis judges: the judged blocks in order, each trial as one number per metric.
 * Warm-up trials are left out, as was declared, and blocks that the plan's rules drop because others
 * disturbed them; these are named with the reason, as are arms that the plan left out. A trial that did
 * not end well stays in as such.
 */
export function runsOf(
  metrics: Readonly<Record<string, MetricDefinition>>,
  { blocks: plannedBlocks, armBlocks, host, launchers }: RunsPlan,
  trials: readonly TrialLine[],
): Runs {
  const dropped = droppedBlocks(host, trials);
  const judged = judgedTrials(trials, dropped);
  const indices = [...new Set(judged.map((trial) => trial.block))].toSorted((a, b) => a - b);
  return {
    plannedBlocks,
    ...(armBlocks === undefined ? {} : { armBlocks }),
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
    dropped,
  };
}

/** The trials that are judged: no warm-up, none of a dropped block. */
export function judgedTrials(
  trials: readonly TrialLine[],
  dropped: readonly DroppedBlock[],
): readonly TrialLine[] {
  const indices = new Set(dropped.map(({ index }) => index));
  return trials.filter(({ warmup, block }) => !warmup && !indices.has(block));
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
