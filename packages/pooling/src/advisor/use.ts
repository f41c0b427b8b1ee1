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
  if (uses.length < 2) throw new TypeError(`\`uses\` must be at least 2, got ${uses.length}`);
  let before = -Infinity;
  for (const [index, { atMs, busyMs }] of uses.entries()) {
    if (!Number.isFinite(atMs) || atMs < before) {
      throw new TypeError(`\`uses[${index}].atMs\` must be finite and in order, got ${atMs}`);
    }
    checkDuration(`uses[${index}].busyMs`, busyMs);
    before = atMs;
  }
}

/** Throws a TypeError that names the field unless it is a finite number of milliseconds from 0 up. */
export function checkDuration(field: string, ms: number): void {
  if (Number.isFinite(ms) && ms >= 0) return;
  throw new TypeError(`\`${field}\` must be a finite number of milliseconds, 0 or more, got ${ms}`);
}
