import type { Agent } from '@muster/agent-runtime';

/** An agent that is yours until you release it. */
export interface Lease extends AsyncDisposable {
  readonly agent: Agent;
  /** Whether an idle agent was there at the call. */
  readonly hit: boolean;
  /** From the call of acquire to this lease, in milliseconds. */
  readonly waitedMs: number;
  /**
   * Gives the agent back; it is reset off your path. Throws TypeError when called twice. An agent
   * that died, or still works on something, is replaced instead.
   */
  release(): void;
}

/** A lease whose release calls `giveBack` once. Disposing after a release is allowed. */
export function createLease(
  agent: Agent,
  hit: boolean,
  waitedMs: number,
  giveBack: () => void,
): Lease {
  let released = false;
  const release = (): void => {
    if (released) throw new TypeError(`the lease of agent ${agent.id} was released already`);
    released = true;
    giveBack();
  };
  return {
    agent,
    hit,
    waitedMs,
    release,
    [Symbol.asyncDispose]: async () => {
      if (!released) release();
    },
  };
}
