import { Bench } from 'tinybench';
import type { Sampler } from './bench-case.ts';

/** How long one sample of something small goes on: until both are reached. */
export interface MicroOptions {
  /** @default 50 */
  readonly timeMs?: number;
  /** Calls of the function. @default 64 */
  readonly iterations?: number;
  /** How many operations one call does; the value is told for one of them. @default 1 */
  readonly operations?: number;
}

/**
 * A sampler for what takes microseconds: the median duration of one operation in microseconds, over
 * many calls of `work`. Work that returns a promise is awaited.
 */
export function micro(
  work: () => unknown,
  { timeMs = 50, iterations = 64, operations = 1 }: MicroOptions = {},
): Sampler {
  return async () => {
    // Warm-up is the business of the first rounds, the same for every contestant.
    const bench = new Bench({ time: timeMs, iterations, warmup: false, throws: true });
    bench.add('work', work);
    const [task] = await bench.run();
    if (task?.result.state !== 'completed') {
      throw new Error(`a benchmark did not complete: ${task?.result.state ?? 'it is not there'}`);
    }
    return (task.result.latency.p50 * 1000) / operations;
  };
}
