export { ResultFileError } from '../errors.ts';
export { readRawTrials, readResult, writeResult } from './result-file.ts';
export { RESULT_VERSION, type ExperimentResult } from './result-schema.ts';
export type {
  JournalHeader,
  JournalLine,
  ResumedLine,
  TrialLine,
} from '../journal/journal-lines.ts';
export type { JournalContents } from '../journal/parse-journal.ts';
