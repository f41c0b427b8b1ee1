import type { ExperimentResult, JournalContents } from '@muster/experiment/result-file';
import type { Sprint } from './sprints.ts';

/** A sprint's recorded result, with the raw trials it is judged from. */
export interface RecordedSprint {
  readonly sprint: Sprint;
  readonly result: ExperimentResult;
  readonly raw: JournalContents;
}
