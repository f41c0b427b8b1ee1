/** One measurement of some starts. */
export interface Sample {
  /** Of each start, from its request to ready. */
  readonly readyMs: readonly number[];
  /** From the first request to the last ready. */
  readonly wallMs: number;
  /**
   * Processor time of all that took part, divided by the starts: this process, the agents up to a
   * moment after ready, a zygote. Undefined where the kernel does not tell.
   */
  readonly processorMs: number | undefined;
}

/** What all samples of one contestant at one pace come to. */
export interface Figures {
  /** The median over the samples. */
  readonly agentsPerSecond: number;
  /** Over all starts of all samples, nearest rank. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** From the first request to the last ready; the median over the samples. */
  readonly allReadyMs: number;
  /** The median over the samples; null where the kernel does not tell. */
  readonly processorMs: number | null;
  readonly starts: number;
}
