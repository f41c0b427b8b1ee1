import type { Experiment } from './definition.ts';
import { unknownInputs } from './unknown-inputs.ts';

/** What is wrong with the throughputs that laws are to be fitted to, one sentence each. */
export function scalingProblems(experiment: Experiment): readonly string[] {
  return (experiment.scaling ?? []).flatMap(({ id, points }) => {
    const { size } = new Set(points.map(({ concurrency }) => concurrency));
    const few = `${id} must have points at two concurrencies or more, got ${size}`;
    return [...unknownInputs(id, points, experiment), ...(size < 2 ? [few] : [])];
  });
}
