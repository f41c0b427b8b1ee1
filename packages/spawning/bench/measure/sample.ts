/** One burst of one contestant, in milliseconds. */
export interface Sample {
  /** From the first request to the last agent that was ready. */
  readonly allReadyMs: number;
  /**
   * Of the process that starts the agents and hears them; null where that is a program, whose agents
   * are only heard here.
   */
  readonly coordinator: {
    readonly loopP99Ms: number;
    readonly loopMaxMs: number;
    readonly processorMs: number;
  } | null;
}
