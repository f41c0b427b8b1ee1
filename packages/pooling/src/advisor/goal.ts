import { checkDuration, checkObject, refuse } from './check.ts';

/** What a pool is to give: a share of its acquires served within a time of being asked for. */
export interface Goal {
  /** Above 0 and below 1. */
  readonly share: number;
  /** @default 0, served at once: the share is a hit rate */
  readonly withinMs?: number | undefined;
}

/** Throws a TypeError that names the field unless the goal is one that a pool can reach. */
export function checkGoal(goal: Goal): void {
  checkObject('goal', goal);
  const { share, withinMs = 0 } = goal;
  if (!Number.isFinite(share) || share <= 0 || share >= 1) {
    refuse('goal.share', 'above 0 and below 1', share);
  }
  checkDuration('goal.withinMs', withinMs);
}
