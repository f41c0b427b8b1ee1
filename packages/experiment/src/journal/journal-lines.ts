import type { MachineFingerprint } from '../machine/machine.ts';
import type { Plan } from '../plan/plan.ts';
import type { Provenance } from '../machine/provenance.ts';
import type { HostUse } from '../host/host-use.ts';
import type { Json } from '../files/strict-json.ts';
import type { Observations } from '../trial/summarize.ts';

/** The version of the journal's format; a reader refuses any other. */
export const JOURNAL_VERSION = 3;

/** The first line of a journal: what this is a journal of. */
export interface JournalHeader {
  readonly kind: 'header';
  readonly schemaVersion: typeof JOURNAL_VERSION;
  readonly experiment: string;
  readonly plan: Plan;
  readonly provenance: Provenance;
  readonly machine: MachineFingerprint;
  /** ISO 8601 in UTC, as every time in a journal. */
  readonly startedAt: string;
  /** Trials of the whole schedule, warm-up included and spare blocks not. */
  readonly trials: number;
}

/** A line written when an interrupted run is continued. */
export interface ResumedLine {
  readonly kind: 'resumed';
  readonly resumedAt: string;
  /** Trials that were there already. */
  readonly finished: number;
}

/** A line for each trial that has ended, with everything it observed. */
export interface TrialLine {
  readonly kind: 'trial';
  /** Position in the schedule, from 0; no two lines share one. */
  readonly index: number;
  readonly block: number;
  readonly position: number;
  readonly arm: string;
  readonly warmup: boolean;
  readonly outcome: 'ok' | 'failed' | 'timed out';
  /** Why it did not end well; null when it did. */
  readonly because: string | null;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly observations: Observations;
  /** Observations that came during this trial from trials that had ended; they are in no data. */
  readonly lateObservations: number;
  /**
   * What the host showed of itself right before and right after the trial, and where the processors'
   * time went in between.
   */
  readonly host: { readonly before: Json; readonly after: Json; readonly use: HostUse };
}

/** Any line of a journal. */
export type JournalLine = JournalHeader | ResumedLine | TrialLine;
