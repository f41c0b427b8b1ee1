/** How much is measured. */
export interface Scale {
  readonly rounds: number;
  /** Rounds before those, thrown away. */
  readonly warmupRounds: number;
}

export const FULL: Scale = { rounds: 5, warmupRounds: 1 };
/** Shows that everything runs; its figures are no more than hints. */
export const QUICK: Scale = { rounds: 1, warmupRounds: 1 };
