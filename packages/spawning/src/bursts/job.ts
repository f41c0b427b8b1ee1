import type { Agent } from '@muster/agent-runtime';
import type { SpawnJob } from '../spawner.ts';
import type { JobReport, Outcome, Try } from './summary.ts';

/** One agent on its way from wanted to what becomes of it. */
export interface Job {
  readonly place: number;
  readonly wanted: SpawnJob;
  /** In the journal. */
  readonly name: string;
  readonly tries: Try[];
  /** Since when it could be started. */
  queuedAtMs: number;
  /** The host has had no room for it before. */
  wasRefused: boolean;
  /** Ends the start that is underway. */
  starting: AbortController | undefined;
  /** Begins its next try. */
  retry: NodeJS.Timeout | undefined;
  outcome: Outcome | undefined;
  agent: Agent | undefined;
  error: unknown;
}

export function createJob(wanted: SpawnJob, place: number, nowMs: number): Job {
  return {
    place,
    wanted,
    name: wanted.id ?? `#${place}`,
    tries: [],
    queuedAtMs: nowMs,
    wasRefused: false,
    starting: undefined,
    retry: undefined,
    outcome: undefined,
    agent: undefined,
    error: undefined,
  };
}

/** Whether it waits for its first start, or the next. */
export function waits({ outcome, starting, agent }: Job): boolean {
  return outcome === undefined && starting === undefined && agent === undefined;
}

/** Throws where it is not known yet what became of it. */
export function reportOf({ place, wanted, tries, agent, outcome, error }: Job): JobReport {
  if (outcome === undefined) throw new Error(`the agent wanted at ${place} has no outcome`);
  return { job: place, id: agent?.id ?? wanted.id, outcome, tries, agent, error };
}
