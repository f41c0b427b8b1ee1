import { type ArmBlocks, isArmIn } from '@muster/analysis';
import { createRandom } from './random.ts';

/** One planned trial. `index` counts over the whole schedule, `block` over its kind, both from 0. */
export interface Slot {
  readonly index: number;
  readonly block: number;
  readonly position: number;
  readonly arm: string;
  readonly warmup: boolean;
}

/** What a schedule follows from. */
export interface ScheduleOptions {
  readonly arms: readonly string[];
  /** Of arms that are not in every block, in how many they are. @default none */
  readonly armBlocks?: ArmBlocks | undefined;
  readonly blocks: number;
  /** Blocks after all others, for the place of dropped ones. @default 0 */
  readonly spareBlocks?: number;
  readonly warmupBlocks: number;
  readonly seed: number;
}

/**
 * The trials in the order they are run: warm-up blocks first, then the judged ones, then the
 * spare ones, each block a random permutation of the arms. Randomized complete blocks (Box, Hunter and Hunter, Statistics
 * for Experimenters, ch. 4): slow drift of the machine falls on all arms of a block alike, and the
 * random order keeps a periodic disturbance from always meeting the same arm.
 */
export function createSchedule(options: ScheduleOptions): readonly Slot[] {
  // Sorted, so that the order in which the arms are written down does not matter.
  const arms = options.arms.toSorted();
  const random = createRandom(options.seed, 'schedule');
  const { blocks, warmupBlocks, spareBlocks = 0 } = options;
  const slots: Slot[] = [];
  for (let nth = 0; nth < warmupBlocks + blocks + spareBlocks; nth++) {
    const warmup = nth < warmupBlocks;
    const block = warmup ? nth : nth - warmupBlocks;
    const here = arms.filter((arm) => isInBlock(arm, { warmup, block }, options));
    for (const [position, arm] of random.shuffle(here).entries()) {
      slots.push({ index: slots.length, block, position, arm, warmup });
    }
  }
  return slots;
}

/** Whether an arm is in a block: one that is not in all is in no warm-up. */
export function isInBlock(
  arm: string,
  { warmup, block }: Pick<Slot, 'warmup' | 'block'>,
  { blocks, armBlocks = {} }: Pick<ScheduleOptions, 'blocks' | 'armBlocks'>,
): boolean {
  if (warmup) return !Object.hasOwn(armBlocks, arm);
  return isArmIn(arm, block, { plannedBlocks: blocks, armBlocks });
}
