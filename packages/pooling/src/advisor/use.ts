import { checkDuration, checkObject, refuse } from './check.ts';

/** One use of a pool: when an agent was asked for, and how long it was busy with that. */
export interface Use {
  /** On any clock, as long as all uses are on the same one. */
  readonly atMs: number;
  /**
   * From the lease until the agent was idle again: the hold and the reset after it or, with
   * `reuse: 'once'`, the start of its successor. The wait for the lease is no part of it.
   */
  readonly busyMs: number;
}

/** Throws a TypeError unless there are uses, in the order of their arrival, in finite numbers. */
export function checkUses(uses: readonly Use[]): void {
  if (!Array.isArray(uses)) refuse('uses', 'an array', uses);
  if (uses.length < 2) refuse('uses', 'at least 2', uses.length);
  let before = -Infinity;
  for (const [index, use] of uses.entries()) {
    checkObject(`uses[${index}]`, use);
    const { atMs, busyMs } = use;
    if (!Number.isFinite(atMs) || atMs < before) {
      refuse(`uses[${index}].atMs`, 'finite and in order', atMs);
    }
    checkDuration(`uses[${index}].busyMs`, busyMs);
    before = atMs;
  }
}
