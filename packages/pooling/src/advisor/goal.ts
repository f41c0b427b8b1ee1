import { checkDuration } from './use.ts';

/** What a pool is to give: a share of its acquires served within a time of being asked for. */
export interface Goal {
  /** Above 0 and below 1. */
  readonly share: number;
  /** @default 0, served at once: the share is a hit rate */
  readonly withinMs?: number | undefined;
}

/** Throws a TypeError that names the field unless the goal is one that a pool can reach. */
export function checkGoal({ share, withinMs = 0 }: Goal): void {
  if (!(share > 0 && share < 1)) {
    throw new TypeError(`\`goal.share\` must be above 0 and below 1, got ${share}`);
  }
  checkDuration('goal.withinMs', withinMs);
}
