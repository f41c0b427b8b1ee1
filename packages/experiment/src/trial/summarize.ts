import { median, quantile } from '@muster/analysis';
import type { MetricDefinition, Summary } from '../definition/definition.ts';

/** All observations of one trial, by metric. */
export type Observations = Readonly<Record<string, readonly number[]>>;

/**
 * The one number per metric that a trial stands for. A metric without an observation is absent, so
 * that a judgement that needs it says so instead of reading a zero.
 */
export function summarizeTrial(
  metrics: Readonly<Record<string, MetricDefinition>>,
  observations: Observations,
): Readonly<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const [name, { summary }] of Object.entries(metrics)) {
    const observed = observations[name] ?? [];
    if (observed.length > 0) values[name] = SUMMARIZE[summary](observed);
  }
  return values;
}

const SUMMARIZE: Readonly<Record<Summary, (values: readonly number[]) => number>> = {
  median,
  p95: (values) => quantile(values, 0.95),
  mean: (values) => total(values) / values.length,
  total,
  // The recorder refuses a second one.
  single: total,
};

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
