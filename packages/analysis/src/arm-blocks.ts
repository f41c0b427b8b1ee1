import type { ArmMetric } from './quantity.ts';
import type { Runs } from './runs.ts';

/**
 * Of arms that are not in every block, in how many they are: the last so many of those planned, and in
 * every spare one. So a dropped block never leaves them with fewer.
 */
export type ArmBlocks = Readonly<Record<string, number>>;

/** As much of a plan as says which blocks an arm is in. */
export interface BlockPlan {
  readonly plannedBlocks: number;
  /** @default all arms are in every block */
  readonly armBlocks?: ArmBlocks | undefined;
}

/** Whether an arm is in the block with this number, counted from 0. */
export function isArmIn(
  arm: string,
  block: number,
  { plannedBlocks, armBlocks = {} }: BlockPlan,
): boolean {
  const blocks = Object.hasOwn(armBlocks, arm) ? armBlocks[arm] : undefined;
  return blocks === undefined || block >= plannedBlocks - blocks;
}

/** The part of the runs that a quantity goes by: the blocks that all of its arms are in, by plan. */
export function runsOfArms(runs: Runs, inputs: readonly ArmMetric[]): Runs {
  const { plannedBlocks, armBlocks = {}, blocks } = runs;
  const fewer = inputs.flatMap(({ arm }) => (Object.hasOwn(armBlocks, arm) ? armBlocks[arm]! : []));
  if (fewer.length === 0) return runs;
  return {
    ...runs,
    plannedBlocks: Math.min(plannedBlocks, ...fewer),
    blocks: blocks.filter(({ index }) => inputs.every(({ arm }) => isArmIn(arm, index, runs))),
  };
}
