import { createRandom, type Experiment, type Slot } from '@muster/experiment';
import type { ExperimentResult } from '@muster/experiment/result-file';
import type { Scripted } from '@muster/experiment/scripted';
import { identicalArms } from '../../src/aa/experiment.ts';
import { recordExperiment } from './recorded.ts';

/** How an invented host behaves. */
export interface InventedHost {
  readonly blocks: number;
  /** How much a trial varies, as the standard deviation of its log. @default 0.05 */
  readonly noise?: number;
  /** How much slower `right` is than `left`, which a sound machinery would never show. @default 1 */
  readonly bias?: number;
  /** The block in which the trial of `left` fails. @default none */
  readonly failsIn?: number;
  /** The blocks during which others take half of the processors. @default none */
  readonly disturbedIn?: readonly number[];
}

/** What would be recorded of identical arms on an invented host; the same each time. */
export async function identicalArmsOn(host: InventedHost): Promise<ExperimentResult> {
  const experiment: Experiment = identicalArms({ blocks: host.blocks, seed: 7 });
  const random = createRandom(20, 'invented host');
  const trialOf = ({ arm, block, warmup }: Slot): Scripted => {
    if (arm === 'left' && !warmup && block === host.failsIn) {
      return { outcome: 'failed', because: 'it fell over' };
    }
    // Twelve uniform numbers have a sum with variance 1 that is all but normal.
    let normal = -6;
    for (let drawn = 0; drawn < 12; drawn += 1) normal += random.next();
    const plainMs = 100 * Math.exp((host.noise ?? 0.05) * normal);
    const injectedMs = arm === 'delayed' ? plainMs / 10 : 0;
    const biased = arm === 'right' ? plainMs * (host.bias ?? 1) : plainMs;
    const disturbed = !warmup && host.disturbedIn?.includes(block) === true;
    return {
      observes: { startsMs: biased + injectedMs, injectedMs },
      use: disturbed ? { foreignMs: 500 } : {},
    };
  };
  return (await recordExperiment(experiment, trialOf)).result;
}
