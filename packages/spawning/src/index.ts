export type { BurstSummary, JobReport, Outcome, Try } from './bursts/summary.ts';
export { createSpawner } from './create-spawner.ts';
export { HaltedError, HostFullError, JournalError } from './errors.ts';
export type { SpawnEvent } from './events.ts';
export type { JournalOptions } from './journal/options.ts';
export type { LoadLimits } from './load/gate.ts';
export type { LoadReading, ReadLoad } from './load/reading.ts';
export type { LoadOptions, RetryOptions, SpawnerOptions, StragglerOptions } from './options.ts';
export type { Burst, BurstProgress, Spawner, SpawnJob, SpawnOptions } from './spawner.ts';
export {
  adaptive,
  type AdaptiveOptions,
  describeStrategy,
  sequential,
  type Strategy,
  waves,
  window,
} from './strategies/strategy.ts';
export type { Cause } from './tries/classify.ts';
export type { HaltPolicy } from './tries/halt.ts';
