/** What the refill decision goes by. */
export interface RefillState {
  readonly min: number;
  readonly max: number;
  readonly maxStarting: number;
  readonly starting: number;
  /** Idle, leased or resetting, those left out whose replacement is there. */
  readonly inService: number;
  /** Of those, how many are to be replaced. */
  readonly due: number;
  /** Those whose replacement is there, but not the end of their lease. */
  readonly relieved: number;
  /** Acquires that no agent on its way back will serve. */
  readonly demand: number;
  /** How many starts for demand may run at once. */
  readonly window: number;
}

/**
 * How many starts to begin now. What the pool owes itself, its minimum and the replacements of those
 * due, starts as fast as is allowed; what waiters ask for starts within the window, because most of
 * them will have been served by an agent that came back before theirs is ready.
 */
export function startsToBegin(state: RefillState): number {
  const { min, max, maxStarting, starting, inService, demand, window } = state;
  // Agents beside their replacements: as many at a time as may start, or long leases would add up.
  const due = Math.min(state.due, Math.max(0, maxStarting - state.relieved));
  const owed = due + Math.max(0, min - inService) - starting;
  const wanted = due + Math.max(0, Math.min(max, inService + demand) - inService) - starting;
  const begin = Math.max(owed, Math.min(wanted, window - starting));
  return Math.max(0, Math.min(maxStarting - starting, begin));
}

/**
 * How many starts for demand may run at once, after one has ended: it doubles while there is still
 * somebody waiting when an agent comes up, and is one again when there is not (as slow start does for
 * a network: V. Jacobson, Congestion Avoidance and Control, 1988). A burst that the pool digests by
 * itself costs one start; lasting demand has every core at work after a few.
 */
export function nextWindow(window: number, demand: number, maxStarting: number): number {
  return demand > 0 ? Math.min(maxStarting, window * 2) : 1;
}
