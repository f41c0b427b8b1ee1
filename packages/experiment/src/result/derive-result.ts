import { formatCount, judgeExperiment, judgeScaling, median, type Runs } from '@muster/analysis';
import type { Experiment } from '../definition/definition.ts';
import { droppedBlocks, untoldOf } from '../host/disturbance.ts';
import { toleratedBy } from '../host/tolerated.ts';
import type { JournalHeader, TrialLine } from '../journal/journal-lines.ts';
import type { JournalContents } from '../journal/parse-journal.ts';
import { durationText } from '../command/progress.ts';
import { createRandom } from '../plan/random.ts';
import { RESULT_VERSION, resultSchema, type ExperimentResult } from './result-schema.ts';
import { judgedTrials, runsOf } from './runs-of.ts';

/**
 * The result that follows from a finished journal: a pure function of the definition and the raw
 * trials, so that it comes out the same whenever it is derived again.
 */
export function deriveResult(
  experiment: Experiment,
  journal: JournalContents,
  raw: ExperimentResult['raw'],
): ExperimentResult {
  const { header, trials, resumed } = journal;
  const { plan } = header;
  const runs = runsOf(experiment.metrics, plan, trials);
  const judged = judgedTrials(trials, runs.dropped ?? []);
  const warmup = trials.filter((trial) => trial.warmup).length;
  return resultSchema.parse({
    schemaVersion: RESULT_VERSION,
    definition: definitionData(experiment),
    profile: plan.profile,
    planHash: plan.planHash,
    plan,
    machine: header.machine,
    provenance: header.provenance,
    measuredAt: {
      startedAt: header.startedAt,
      resumedAt: resumed.map((line) => line.resumedAt),
      endedAt: endOf(trials.at(-1)) ?? header.startedAt,
    },
    durations: {
      trialsMs: trials.reduce((sum, trial) => sum + trial.durationMs, 0),
      byArm: Object.fromEntries(plan.arms.flatMap((arm) => durationsOf(arm, trials))),
    },
    trials: {
      planned: header.trials,
      warmup,
      ok: countOf(judged, 'ok'),
      failed: countOf(judged, 'failed'),
      timedOut: countOf(judged, 'timed out'),
      dropped: trials.length - warmup - judged.length,
      lateObservations: lateIn(trials),
    },
    raw,
    runs,
    judgement: judgeExperiment({ ...experiment, design: plan }, runs),
    ...scalingOf(experiment, header, runs),
    warnings: warningsOf(journal),
  });
}

/** The laws fitted to what was measured; nothing for an experiment that asks for none. */
export function scalingOf(
  { scaling, metrics }: Pick<Experiment, 'scaling' | 'metrics'>,
  { plan, machine }: Pick<JournalHeader, 'plan' | 'machine'>,
  runs: Runs,
): Pick<ExperimentResult, 'scaling'> {
  if (scaling === undefined) return {};
  return {
    scaling: scaling.map((each) => {
      const random = createRandom(plan.seed, 'scaling', each.id);
      const host = { cores: machine.cores, random: () => random.next() };
      return judgeScaling(each, metrics, runs, plan, host);
    }),
  };
}

function definitionData(experiment: Experiment): unknown {
  const { design: _design, sizes: _sizes, launchers, arms, ...data } = experiment;
  return {
    ...data,
    launchers: launchers.map(({ name, agents }) => ({ name, agents })),
    arms: Object.fromEntries(
      Object.entries(arms).map(([name, { about, launcher }]) => [
        name,
        launcher === undefined ? { about } : { about, launcher },
      ]),
    ),
  };
}

function warningsOf({ header, trials, resumed }: JournalContents): readonly string[] {
  const warnings: string[] = [];
  if (header.plan.profile === 'quick') {
    warnings.push('measured with the quick profile, which is no decision of record');
  }
  if (header.provenance.origin === 'src') {
    warnings.push(
      'measured from src, where Node strips types as it starts; what ships is dist, which starts faster',
    );
  }
  const untold = untoldOf(trials);
  if (untold.length > 0) {
    warnings.push(
      `this machine does not show ${untold.join(', ')}: no block could be dropped because of that`,
    );
  }
  const judged = judgedTrials(trials, droppedBlocks(header.plan.host, trials));
  warnings.push(...toleratedBy(header.plan, judged));
  for (const { resumedAt, finished } of resumed) {
    warnings.push(interruptionWarning(header, trials, { resumedAt, finished }));
  }
  const late = lateIn(trials);
  if (late > 0) {
    warnings.push(
      `left out of the data: ${formatCount(late, 'observation')} from after the end of a trial; something it started was still running beside the next`,
    );
  }
  return warnings;
}

/** Trials before and after an interruption may have met different states of the machine. */
function interruptionWarning(
  header: JournalHeader,
  trials: readonly TrialLine[],
  { resumedAt, finished }: { readonly resumedAt: string; readonly finished: number },
): string {
  const [before, after] = [trials[finished - 1], trials[finished]];
  const sinceMs = Date.parse(resumedAt) - Date.parse(endOf(before) ?? header.startedAt);
  const pause = durationText(Math.max(0, sinceMs));
  const split =
    before !== undefined &&
    after !== undefined &&
    before.block === after.block &&
    before.warmup === after.warmup;
  return (
    `interrupted for ${pause} after ${formatCount(finished, 'trial')}, and continued without another warm-up` +
    (split ? `; block ${before.block + 1} lies on both sides of it` : '')
  );
}

function durationsOf(
  arm: string,
  trials: readonly TrialLine[],
): [string, { medianMs: number; longestMs: number }][] {
  const durations = trials.filter((trial) => trial.arm === arm).map((trial) => trial.durationMs);
  if (durations.length === 0) return [];
  return [[arm, { medianMs: median(durations), longestMs: Math.max(...durations) }]];
}

function endOf(trial: TrialLine | undefined): string | null {
  if (trial === undefined) return null;
  return new Date(Date.parse(trial.startedAt) + trial.durationMs).toISOString();
}

function countOf(trials: readonly TrialLine[], outcome: TrialLine['outcome']): number {
  return trials.filter((trial) => trial.outcome === outcome).length;
}

function lateIn(trials: readonly TrialLine[]): number {
  return trials.reduce((sum, trial) => sum + trial.lateObservations, 0);
}
