import type { Experiment, Profile } from '@muster/experiment';
import type { ExperimentResult } from '@muster/experiment/result-file';

/**
 * The experiment that a result says was measured, as far as it was recorded: all that planning and
 * judging look at. Its arms cannot be run.
 */
export function experimentOf({
  definition,
  plan,
}: Pick<ExperimentResult, 'definition' | 'plan'>): Experiment {
  const { blocks, armBlocks = {}, looks, spareBlocks, host, sizes } = plan;
  const notRun = (): Promise<never> => Promise.reject(new Error('a recorded arm cannot be run'));
  const arms = Object.entries(definition.arms).map(([name, arm]) => [
    name,
    {
      ...arm,
      trial: notRun,
      ...(armBlocks[name] === undefined ? {} : { blocks: inAny(armBlocks[name]) }),
    },
  ]);
  return {
    ...definition,
    arms: Object.fromEntries(arms),
    sizes: inAny(sizes),
    design: {
      ...plan,
      blocks: inAny(blocks),
      looks: inAny(looks),
      spareBlocks: inAny(spareBlocks),
      host: inAny(host),
    },
  };
}

/** The other profiles were not recorded; whichever is asked for is the one that was measured. */
function inAny<Value>(value: Value): Readonly<Record<Profile, Value>> {
  return { quick: value, standard: value, full: value };
}
