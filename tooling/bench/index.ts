export type { BenchCase, BenchResult, Goal, OpenCase, Sampler } from './bench-case.ts';
export { isolated, serveSampler, type Isolated } from './isolated.ts';
export { measureAlone, type AloneOptions } from './measure-alone.ts';
export { micro, type MicroOptions } from './micro.ts';
export { runBench, type BenchOptions } from './run-bench.ts';
