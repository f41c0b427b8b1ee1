/** What the users of a soak have heard and done, counted. */
export interface Heard {
  /** Acquires asked for, and those that have ended, in whatever way. */
  asked: number;
  settled: number;
  leases: number;
  /** Acquires that gave up because their user did. */
  gaveUp: number;
  /** Acquires that were rejected for any other reason. */
  refused: number;
  /** Leases of an agent that another user held. */
  leasedTwice: number;
  answered: number;
  /** Tasks that ended with their agent, which had been killed. */
  lost: number;
  /** Tasks that ended in any other way. */
  wrong: number;
  killedLeased: number;
  killedIdle: number;
  /** A few of the refused and the wrong in words. */
  readonly examples: string[];
}

export const nothingHeard = (): Heard => ({
  asked: 0,
  settled: 0,
  leases: 0,
  gaveUp: 0,
  refused: 0,
  leasedTwice: 0,
  answered: 0,
  lost: 0,
  wrong: 0,
  killedLeased: 0,
  killedIdle: 0,
  examples: [],
});

const MAX_EXAMPLES = 5;

/** Keeps the first few. */
export function noteExample({ examples }: Heard, error: unknown): void {
  if (examples.length < MAX_EXAMPLES) examples.push(String(error));
}
