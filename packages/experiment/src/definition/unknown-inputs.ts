import type { ArmMetric } from '@muster/analysis';
import type { Experiment } from './definition.ts';

/** What of that which `id` is about an experiment does not have, one sentence each. */
export function unknownInputs(
  id: string,
  inputs: readonly ArmMetric[],
  { metrics, arms }: Pick<Experiment, 'metrics' | 'arms'>,
): readonly string[] {
  const unknown = (names: readonly string[], known: object): readonly string[] =>
    [...new Set(names)]
      .filter((name) => !Object.hasOwn(known, name))
      .map((name) => JSON.stringify(name));
  return [
    ...unknown(
      inputs.map(({ metric }) => metric),
      metrics,
    ).map((metric) => `${id} is about the metric ${metric}, which is not in \`metrics\``),
    ...unknown(
      inputs.map(({ arm }) => arm),
      arms,
    ).map((arm) => `${id} is about the arm ${arm}, which is not in \`arms\``),
  ];
}
