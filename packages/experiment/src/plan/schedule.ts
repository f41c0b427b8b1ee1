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
  return Array.from({ length: warmupBlocks + blocks + spareBlocks }, (_, nth) => {
    const warmup = nth < warmupBlocks;
    const block = warmup ? nth : nth - warmupBlocks;
    return random.shuffle(arms).map((arm, position) => ({
      index: nth * arms.length + position,
      block,
      position,
      arm,
      warmup,
    }));
  }).flat();
}
