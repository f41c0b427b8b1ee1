/** What the refill decision goes by. */
export interface RefillState {
  readonly size: number;
  /** Agents the pool has: idle, leased, resetting or starting. */
  readonly agents: number;
  readonly starting: number;
  readonly maxStarting: number;
}

/** How many starts to begin now: up to the pool's size, and no more at once than is allowed. */
export function startsToBegin({ size, agents, starting, maxStarting }: RefillState): number {
  return Math.max(0, Math.min(size - agents, maxStarting - starting));
}

const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 5_000;

/** The pause after `failures` failed starts in a row: doubled each time, up to five seconds. */
export function backoffMs(failures: number): number {
  return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures - 1, 20));
}
