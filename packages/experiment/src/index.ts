export { defineExperiment, isExperiment, type ExperimentInput } from './define.ts';
export {
  PROFILES,
  SUMMARIES,
  type ArmDefinition,
  type Design,
  type Experiment,
  type MetricDefinition,
  type Profile,
  type ShownDefinition,
  type Sizes,
  type SizeValue,
  type SprintDefinition,
  type Summary,
  type TrialContext,
} from './definition.ts';
export { atLeast, atMost, lessThan, moreThan } from '@muster/analysis';

export type { Clock, RunClock } from './clock.ts';
export { createRandom, type Random } from './random.ts';
export { createSchedule, type ScheduleOptions, type Slot } from './schedule.ts';
export { planOf, type Plan } from './plan.ts';
export { deriveResult } from './derive-result.ts';
export { runsOf } from './runs-of.ts';
export type { Provenance } from './provenance.ts';

export {
  InterruptedError,
  JournalError,
  MeasurementError,
  MeasurementLockError,
  ResultFileError,
  ResumeRefusedError,
  UsageError,
} from './errors.ts';
