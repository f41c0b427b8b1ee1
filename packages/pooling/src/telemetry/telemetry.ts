import type { Slot } from '../slots/slot.ts';
import type { PoolEvent } from './events.ts';
import type { PoolStats, PoolTimes } from './stats.ts';
import { createTimesRecorder } from '@muster/agent-runtime/times';

/** The counting part of {@link PoolStats}. */
export type Counts = Pick<
  PoolStats,
  | 'hits'
  | 'misses'
  | 'hitRate'
  | 'waits'
  | 'starts'
  | 'failedStarts'
  | 'deaths'
  | 'retired'
  | 'turnedAway'
>;

/** Counts, measures and tells what happens. */
export interface Telemetry {
  startBegun(): void;
  /** An acquire had to wait. */
  missed(): void;
  leased(slot: Slot, hit: boolean, waitedMs: number): void;
  released(slot: Slot, usedMs: number, tenant: string | undefined): void;
  /** Everything that happens less often than leases do. */
  note(event: Exclude<PoolEvent, { kind: 'leased' | 'released' }>): void;
  counts(): Counts;
  readonly times: () => PoolTimes;
}

export function createTelemetry(onEvent: ((event: PoolEvent) => void) | undefined): Telemetry {
  const [wait, start, use] = [createTimesRecorder(), createTimesRecorder(), createTimesRecorder()];
  let [hits, misses, served, waitedInAllMs, longestWaitMs] = [0, 0, 0, 0, 0];
  let [starts, failedStarts, deaths, retired, turnedAway] = [0, 0, 0, 0, 0];

  /** A listener's error is its own: it reaches the process like any other that nobody caught. */
  function tell(event: PoolEvent): void {
    try {
      onEvent?.(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  function count(event: PoolEvent): void {
    if (event.kind === 'started') start.record(event.startMs);
    else if (event.kind === 'start-failed') failedStarts++;
    else if (event.kind === 'died') deaths++;
    else if (event.kind === 'retired') retired++;
    else if (event.kind === 'turned-away') turnedAway++;
  }

  return {
    startBegun: () => void starts++,
    missed: () => void misses++,
    leased: (slot, hit, waitedMs) => {
      if (hit) {
        hits++;
      } else {
        served++;
        waitedInAllMs += waitedMs;
        longestWaitMs = Math.max(longestWaitMs, waitedMs);
        wait.record(waitedMs);
      }
      if (onEvent === undefined) return;
      tell({ kind: 'leased', agentId: slot.agent!.id, hit, waitedMs, tenant: slot.tenant });
    },
    released: (slot, usedMs, tenant) => {
      use.record(usedMs);
      if (onEvent === undefined) return;
      tell({ kind: 'released', agentId: slot.agent!.id, usedMs, tenant });
    },
    note: (event) => {
      count(event);
      if (onEvent === undefined) warnOf(event);
      else tell(event);
    },
    counts: () => {
      const acquires = hits + misses;
      const hitRate = acquires === 0 ? null : hits / acquires;
      const waits = { count: served, totalMs: waitedInAllMs, maxMs: longestWaitMs };
      return { hits, misses, hitRate, waits, starts, failedStarts, deaths, retired, turnedAway };
    },
    times: () => ({ wait: wait.snapshot(), start: start.snapshot(), use: use.snapshot() }),
  };
}

/** What must not go unheard is a warning of the process where nobody listens to events. */
function warnOf(event: PoolEvent): void {
  if (event.kind === 'leak-suspected') {
    process.emitWarning(
      `agent ${event.agentId} has been leased for ${Math.round(event.heldMs)} ms: is its lease forgotten?`,
      { type: 'PoolWarning', code: 'MUSTER_POOL_LEAK', detail: event.stack },
    );
  } else if (event.kind === 'broken' && event.agents === 0) {
    process.emitWarning(
      `a pool has no agents left, and ${event.inARow} starts have failed in a row`,
      { type: 'PoolWarning', code: 'MUSTER_POOL_BROKEN', detail: String(event.error) },
    );
  }
}
