export { defineExperiment, isExperiment, type ExperimentInput } from './definition/define.ts';
export {
  PROFILES,
  SUMMARIES,
  type ArmDefinition,
  type Experiment,
  type LauncherDefinition,
  type MetricDefinition,
  type Profile,
  type ShownDefinition,
  type Sizes,
  type SizeValue,
  type SprintDefinition,
  type Summary,
  type TrialContext,
} from './definition/definition.ts';
export type { CompleteDesign, Design, HostRules } from './definition/design.ts';
export { atLeast, atMost, lessThan, moreThan } from '@muster/analysis';

export type { Clock, RunClock } from './clock.ts';
export { createRandom, type Random } from './plan/random.ts';
export { createSchedule, type ScheduleOptions, type Slot } from './plan/schedule.ts';
export { planOf, type Plan } from './plan/plan.ts';
export { findAbsentLaunchers, type PlannedLaunchers } from './plan/launchers.ts';
export { courseOf, type Course } from './course/course.ts';
export { scheduleProblems } from './course/kept-to.ts';
export { isAlive } from './lock/is-alive.ts';
export { hostMeter, type HostMeter } from './host/host-meter.ts';
export type { HostUse } from './host/host-use.ts';
export { deriveResult, scalingOf } from './result/derive-result.ts';
export { runsOf } from './result/runs-of.ts';
export type { Provenance } from './machine/provenance.ts';

export {
  DisturbedError,
  InterruptedError,
  JournalError,
  MeasurementError,
  MeasurementLockError,
  PublishError,
  ResultFileError,
  ResumeRefusedError,
  UsageError,
} from './errors.ts';
