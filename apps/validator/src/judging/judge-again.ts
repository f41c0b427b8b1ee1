import type { CriterionJudgement } from '@muster/analysis';
import { deriveResult, MeasurementError, planOf, scheduleProblems } from '@muster/experiment';
import {
  type ExperimentResult,
  type JournalContents,
  readRawTrials,
  readResult,
} from '@muster/experiment/result-file';
import { experimentOf } from '../recorded-experiment.ts';
import { type Difference, differencesBetween } from './differences.ts';

/** What came of judging one result again. */
export type JudgedAgain =
  | {
      readonly file: string;
      readonly outcome: 'same' | 'differs';
      readonly experiment: string;
      /** As they are derived now. */
      readonly criteria: readonly CriterionJudgement[];
      readonly differences: readonly Difference[];
      /** In what the raw trials do not keep to the schedule of their plan. */
      readonly scheduleProblems: readonly string[];
    }
  | {
      readonly file: string;
      readonly outcome: 'cannot be judged';
      readonly because: string;
    };

/**
 * Derives a result once more from its raw trials, and holds all of it against what is recorded. What
 * the result says of verdicts is compared and never used. Its definition is: a bound that was moved
 * since the plan was made shows in the hash of the plan.
 */
export async function judgeAgain(file: string): Promise<JudgedAgain> {
  try {
    if (file.endsWith('.ndjson')) {
      throw new MeasurementError(
        `${file} holds raw trials: expected the *.result.json that was derived from them.`,
      );
    }
    const recorded = await readResult(file);
    const raw = await readRawTrials(file, recorded);
    const derived = derive(file, recorded, raw);
    const differences = [
      ...differencesBetween(recorded, derived.result),
      ...planDifference(derived.planHash, raw),
    ];
    return {
      file,
      outcome: differences.length === 0 && derived.strays.length === 0 ? 'same' : 'differs',
      experiment: recorded.definition.id,
      criteria: derived.result.judgement.criteria,
      differences,
      scheduleProblems: derived.strays,
    };
  } catch (error) {
    return { file, outcome: 'cannot be judged', because: complaintAbout(file, error) };
  }
}

function derive(
  file: string,
  recorded: ExperimentResult,
  raw: JournalContents,
): {
  readonly result: ExperimentResult;
  readonly planHash: string;
  readonly strays: readonly string[];
} {
  const experiment = experimentOf(recorded);
  const { profile, launchers } = raw.header.plan;
  try {
    return {
      result: deriveResult(experiment, raw, recorded.raw),
      planHash: planOf(experiment, profile, launchers?.absent).planHash,
      strays: scheduleProblems(raw.header.plan, raw.trials),
    };
  } catch (cause) {
    // What was published once could be derived then: the file is not what was published.
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new MeasurementError(
      `${file} contradicts itself, so that nothing can be derived from it: ${message}. Measure the experiment again, or restore the file.`,
      { cause },
    );
  }
}

function planDifference(planHash: string, { header }: JournalContents): readonly Difference[] {
  return differencesBetween(header.plan.planHash, planHash, 'the hash of plan and definition');
}

/**
 * What is wrong with the file. Errors of the format say so themselves, those of the system only which
 * call they come from. An error that is about no file is thrown on.
 */
function complaintAbout(file: string, error: unknown): string {
  if (error instanceof MeasurementError) return error.message;
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
  return error.code === 'EISDIR'
    ? `${file} is a folder: expected a result. Rename it, or name it to judge what lies in it.`
    : `${file} cannot be read: ${error.message}`;
}
