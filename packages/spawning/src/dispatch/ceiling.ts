/** What the host was seen to bear, whatever the strategy wants. */
export interface Ceiling {
  /** Infinity until the host has refused a start. */
  readonly limit: number;
  /** The host refused a start while so many others were underway. */
  exhausted(others: number): void;
  succeeded(): void;
}

/**
 * Halves when the host refuses, grows by one with each round of starts that succeed: additive increase
 * and multiplicative decrease, which settles at what there is and shares it (Chiu and Jain, 1989).
 */
export function createCeiling(): Ceiling {
  let limit = Infinity;
  let inRound = 0;
  return {
    get limit() {
      return limit;
    },
    exhausted: (others) => {
      limit = Math.max(1, Math.min(limit, Math.floor(others / 2)));
      inRound = 0;
    },
    succeeded: () => {
      if (limit === Infinity || ++inRound < limit) return;
      inRound = 0;
      limit++;
    },
  };
}
