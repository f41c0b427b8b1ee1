/** The moments of a start, on the launcher's clock, and what lay between them, in milliseconds. */
export interface Phases {
  readonly requestedAtMs: number;
  readonly spawnedAtMs: number;
  readonly helloAtMs: number;
  readonly readyAtMs: number;
  /** Request to process: the cost of fork and exec, as the coordinator sees it. */
  readonly spawnMs: number;
  /** Process to hello: the runtime's boot, the agent's imports, the connection. */
  readonly helloMs: number;
  /** Hello to ready: the agent's own initialization. */
  readonly initMs: number;
  /** Request to ready. */
  readonly readyMs: number;
}

/** The four moments put into {@link Phases}. */
export function phasesOf(
  requestedAtMs: number,
  spawnedAtMs: number,
  helloAtMs: number,
  readyAtMs: number,
): Phases {
  return {
    requestedAtMs,
    spawnedAtMs,
    helloAtMs,
    readyAtMs,
    spawnMs: spawnedAtMs - requestedAtMs,
    helloMs: helloAtMs - spawnedAtMs,
    initMs: readyAtMs - helloAtMs,
    readyMs: readyAtMs - requestedAtMs,
  };
}
