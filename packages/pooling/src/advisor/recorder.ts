import { type Clock, systemClock } from '@muster/agent-runtime';
import type { PoolEvent } from '../telemetry/events.ts';
import type { Use } from './use.ts';

/** Makes uses of what a pool tells. */
export interface UseRecorder {
  /** To be the pool's `onEvent`, or called by it. */
  readonly onEvent: (event: PoolEvent) => void;
  /** The uses that have ended, in the order in which they were asked for. */
  readonly uses: () => readonly Use[];
}

interface Hold {
  readonly atMs: number;
  readonly usedMs: number;
  readonly releasedAtMs: number;
  /** From its release until the agent was idle; undefined where nobody saw when. */
  turnaroundMs?: number;
}

/**
 * Records the uses of a pool; the clock must be the pool's. When an agent was idle again shows where
 * somebody waited for it; elsewhere it is taken to have been as quick as most. Acquires that were
 * turned away and leases whose agent died are not recorded: where there are many, the uses ask for
 * less than users did. Every use is kept, so record for hours, not for ever.
 */
export function createUseRecorder(clock: Clock = systemClock): UseRecorder {
  const askedAtMs = new Map<string, number>();
  const lastHolds = new Map<string, Hold>();
  const holds: Hold[] = [];

  function onEvent(event: PoolEvent): void {
    if (event.kind === 'leased') {
      const { agentId, hit, waitedMs } = event;
      const last = lastHolds.get(agentId);
      // A miss is served by an agent that has just come free.
      if (last !== undefined && !hit) last.turnaroundMs = clock.now() - last.releasedAtMs;
      askedAtMs.set(agentId, clock.now() - waitedMs);
    } else if (event.kind === 'released') {
      const { agentId, usedMs } = event;
      const atMs = askedAtMs.get(agentId);
      if (atMs === undefined) return;
      const hold = { atMs, usedMs, releasedAtMs: clock.now() };
      holds.push(hold);
      lastHolds.set(agentId, hold);
    } else if (event.kind === 'died' || event.kind === 'retired') {
      askedAtMs.delete(event.agentId);
      lastHolds.delete(event.agentId);
    }
  }

  return {
    onEvent,
    uses: () => {
      const seenMs = holds.flatMap(({ turnaroundMs }) => turnaroundMs ?? []);
      const usualMs = seenMs.toSorted((a, b) => a - b)[Math.floor(seenMs.length / 2)] ?? 0;
      return holds
        .map(({ atMs, usedMs, turnaroundMs = usualMs }) => ({
          atMs,
          busyMs: usedMs + turnaroundMs,
        }))
        .toSorted((a, b) => a.atMs - b.atMs);
    },
  };
}
