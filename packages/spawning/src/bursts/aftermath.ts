import type { Agent } from '@muster/agent-runtime';
import type { Journal } from '../journal/journal.ts';

/** What a burst still owes the agents that it has started, until the last of them is gone. */
export interface Aftermath {
  /** From here on the signal stops it, and its end is written down. */
  adopt(agent: Agent, name: string): void;
  /** Stops one that nobody wants any more: it has not done what it was started for. */
  dismiss(agent: Agent): void;
  /** The burst is over. */
  release(): void;
}

/** Lets go of signal and journal when the burst is over and all its agents are gone. */
export function createAftermath(
  signal: AbortSignal | undefined,
  journal: () => Journal | undefined,
): Aftermath {
  const live = new Set<Agent>();
  const dismissed = new WeakSet<Agent>();
  let released = false;

  const dismiss = (agent: Agent): void => {
    dismissed.add(agent);
    void agent.stop();
  };
  const stopAll = (): void => {
    for (const agent of live) dismiss(agent);
  };
  signal?.addEventListener('abort', stopAll, { once: true });

  async function follow(agent: Agent, name: string): Promise<void> {
    const { code, signal: killedBy, because = null } = await agent.exited;
    // Not written, it counts as one that was still at work: it is started again, which loses nothing.
    const unwanted = dismissed.has(agent) && { unwanted: true };
    await journal()
      ?.write({ kind: 'ended', name, code, signal: killedBy, because, ...unwanted })
      .catch(() => undefined);
    live.delete(agent);
    letGo();
  }

  function letGo(): void {
    if (!released || live.size > 0) return;
    signal?.removeEventListener('abort', stopAll);
    void journal()?.close();
  }

  return {
    adopt: (agent, name) => {
      live.add(agent);
      if (signal?.aborted === true) dismiss(agent);
      void follow(agent, name);
    },
    dismiss,
    release: () => {
      released = true;
      letGo();
    },
  };
}
