/** The arm that a claim about the best of several is about, and what is known of the others. */
export interface Selected {
  readonly chosen: string;
  /** Not shown to differ from it; empty while there is nothing to tell by. */
  readonly tied: readonly string[];
  readonly worse: readonly string[];
  readonly better: readonly string[];
}
