export { createPool } from './create-pool.ts';
export {
  AcquireDeadlineError,
  PoolBrokenError,
  PoolClosedError,
  StartDeadlineError,
  TooManyWaitingError,
} from './errors.ts';
export type { Lease } from './leasing/lease.ts';
export type { PoolOptions, PoolSize, ProbeOptions, RetirementOptions } from './options.ts';
export type { AcquireOptions, CloseOptions, Pool } from './pool.ts';
export type { ReadBytes } from './retirement/memory.ts';
export type { RetirementReason } from './retirement/reasons.ts';
export type { Leaving, PoolEvent } from './telemetry/events.ts';
export type { PoolStats, PoolTimes } from './telemetry/stats.ts';
export type { Times } from '@muster/agent-runtime/times';
