/** How long a child that died waits for its restart. */
export interface Backoff {
  /** Milliseconds before the first restart. @default 50 */
  readonly firstMs: number;
  /** No pause is longer. @default 5000 */
  readonly longestMs: number;
}

/** The longest pause after so many deaths in a row: doubled by each. */
export function fullPauseMs({ firstMs, longestMs }: Backoff, deaths: number): number {
  return Math.min(longestMs, firstMs * 2 ** (deaths - 1));
}

/**
 * The pause with its jitter: `chance`, from 0 up to 1, takes up to half of it away, so that what died
 * of one cause does not come back at one moment (Brooker, "Exponential Backoff And Jitter", AWS 2015:
 * "equal jitter").
 */
export function pauseMs(backoff: Backoff, deaths: number, chance: number): number {
  return fullPauseMs(backoff, deaths) * (1 - chance / 2);
}
