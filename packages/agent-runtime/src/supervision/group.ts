import type { Child } from './child.ts';
import type { Death } from './death.ts';
import { affectedBy, type Strategy } from './strategy.ts';

export interface GroupOptions {
  readonly strategy: Strategy;
  /** No child is started again before this settles. It must not reject. */
  readonly begun: Promise<void>;
  /** Aborted when the supervisor ends: nothing is begun after that. */
  readonly signal: AbortSignal;
  /** Told of each death that asks for a restart: how long to pause first; undefined for never. */
  readonly judge: (death: Death) => number | undefined;
  /** A child did not come back. */
  readonly onFailedStart: (child: Child, error: unknown) => void;
}

/** Children that are started again together, one round after another. */
export interface Group {
  /** Has this death handled when those before it have been. */
  died(child: Child, death: Death): void;
  /** Settles when no round is under way. */
  settled(): Promise<void>;
}

/** Sees to the restarts of these children, which were started in this order. */
export function createGroup(
  members: readonly Child[],
  { strategy, begun, signal, judge, onFailedStart }: GroupOptions,
): Group {
  let rounds = begun;

  /** Stops those affected, last first; pauses; starts them again in order. */
  async function round(child: Child, turn: number, death: Death): Promise<void> {
    // By now an earlier round may have stopped it, or started it again.
    if (signal.aborted || child.turn !== turn) return;
    const pauseMs = judge(death);
    if (pauseMs === undefined) return;
    const affected = affectedBy(strategy, members, child);
    for (const member of affected.toReversed()) await member.stop();
    await pause(pauseMs, signal);
    for (const member of affected) {
      if (signal.aborted) return;
      if (member.restart === 'temporary') continue;
      try {
        await member.start();
      } catch (cause) {
        if (!signal.aborted) onFailedStart(member, cause);
        return;
      }
    }
  }

  return {
    died: (child, death) => {
      const { turn } = child;
      rounds = rounds.then(() => round(child, turn, death));
    },
    settled: () => rounds,
  };
}

/** Waits; aborting ends the wait, without an error. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
