export { type AcquireOptions, type CloseOptions, createPool, type Pool } from './create-pool.ts';
export { AcquireDeadlineError, PoolClosedError } from './errors.ts';
export type { Lease } from './lease.ts';
export type { PoolOptions } from './options.ts';
export type { PoolStats } from './stats.ts';
