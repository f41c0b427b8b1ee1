/** What one run of one arm gave: one number a metric, since the run is the unit of analysis. */
export type RunOutcome<Metric extends string = string> =
  | { readonly outcome: 'ok'; readonly values: Readonly<Partial<Record<Metric, number>>> }
  | { readonly outcome: 'failed' | 'timed out' | 'aborted'; readonly because: string };

/** One run of each arm, close together in time. */
export interface Block<Metric extends string = string, Arm extends string = string> {
  /** The block's number in the schedule; no two blocks share one. */
  readonly index: number;
  readonly trials: Readonly<Partial<Record<Arm, RunOutcome<Metric>>>>;
}

/** All that was measured, beside how much was to be measured. Failures are outcomes, not gaps. */
export interface Runs<Metric extends string = string, Arm extends string = string> {
  readonly plannedBlocks: number;
  readonly blocks: readonly Block<Metric, Arm>[];
  /**
   * Arms that are in fewer blocks than the others, by plan. What is about them goes by the blocks that
   * they are in. @default none
   */
  readonly armBlocks?: Readonly<Record<string, number>>;
  /**
   * Arms that were not run, by plan: what they need cannot be had on this machine, and why. What is
   * about them is invalid. @default none
   */
  readonly absent?: Readonly<Partial<Record<Arm, string>>>;
  /**
   * Blocks that were run and are not among `blocks`: something that the plan names in advance, and that
   * does not look at what came out, spoilt them for all arms alike. @default none
   */
  readonly dropped?: readonly {
    readonly index: number;
    /** One phrase. */
    readonly because: string;
  }[];
}
