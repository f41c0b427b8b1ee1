import { median, quantile } from '../../../analysis/src/quantile.ts';
import type { Figures, Sample } from './sample.ts';

/** Puts samples together. */
export function figuresOf(samples: readonly Sample[]): Figures {
  const all = samples.flatMap(({ readyMs }) => readyMs);
  const processorMs = samples.flatMap((sample) => sample.processorMs ?? []);
  return {
    agentsPerSecond: median(samples.map(({ readyMs, wallMs }) => (readyMs.length * 1000) / wallMs)),
    p50Ms: quantile(all, 0.5),
    p99Ms: quantile(all, 0.99),
    allReadyMs: median(samples.map(({ wallMs }) => wallMs)),
    processorMs: processorMs.length === 0 ? null : median(processorMs),
    starts: all.length,
  };
}
