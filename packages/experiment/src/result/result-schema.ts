import type { ExperimentJudgement, Runs, ScalingJudgement } from '@muster/analysis';
import { z } from 'zod';
import type { Profile } from '../definition/definition.ts';
import { definitionSchema, type DefinitionData } from '../definition/definition-schema.ts';
import { machineSchema, planSchema, provenanceSchema } from '../journal/journal-schema.ts';
import { judgementSchema, runsSchema } from './judgement-schema.ts';
import { scalingSchema } from './scaling-schema.ts';
import type { MachineFingerprint } from '../machine/machine.ts';
import type { Plan } from '../plan/plan.ts';
import type { Provenance } from '../machine/provenance.ts';

/** The version of the result's format; a reader refuses any other. */
export const RESULT_VERSION = 4;

/** A result: everything that follows from the raw trials, and what they were measured with. */
export interface ExperimentResult {
  readonly schemaVersion: typeof RESULT_VERSION;
  readonly definition: DefinitionData;
  readonly profile: Profile;
  readonly planHash: string;
  readonly plan: Plan;
  readonly machine: MachineFingerprint;
  readonly provenance: Provenance;
  /** ISO 8601 in UTC. `resumedAt` is empty for a run in one go. */
  readonly measuredAt: {
    readonly startedAt: string;
    readonly resumedAt: readonly string[];
    readonly endedAt: string;
  };
  readonly durations: {
    /** All trials together, warm-up included. */
    readonly trialsMs: number;
    readonly byArm: Readonly<
      Record<string, { readonly medianMs: number; readonly longestMs: number }>
    >;
  };
  /** How many trials there were; `ok`, `failed` and `timedOut` count the judged ones alone. */
  readonly trials: {
    /** Without spare blocks; an early stop leaves fewer, dropped blocks may make it more. */
    readonly planned: number;
    readonly warmup: number;
    readonly ok: number;
    readonly failed: number;
    readonly timedOut: number;
    /** Trials of blocks that were dropped because others disturbed them; however they ended. */
    readonly dropped: number;
    /** Observations that came after the end of their trial and are in no data. */
    readonly lateObservations: number;
  };
  /** The raw data, beside the result: a file name, never a path. */
  readonly raw: { readonly file: string; readonly sha256: string };
  /** The runs as they were judged: one number per metric and trial. */
  readonly runs: Runs;
  readonly judgement: ExperimentJudgement;
  /** The laws of scalability that throughputs follow; left out where the experiment asks for none. */
  readonly scaling?: readonly ScalingJudgement[];
  /** What a reader must know beside every number of this result, one sentence each. */
  readonly warnings: readonly string[];
}

const count = z.int().min(0);
const durationMs = z.number().min(0);
const time = z.iso.datetime();
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A result, as it is in its file. */
export const resultSchema: z.ZodType<ExperimentResult> = z.strictObject({
  schemaVersion: z.literal(RESULT_VERSION),
  definition: definitionSchema,
  profile: z.enum(['quick', 'standard', 'full']),
  planHash: digest,
  plan: planSchema,
  machine: machineSchema,
  provenance: provenanceSchema,
  measuredAt: z.strictObject({ startedAt: time, resumedAt: z.array(time), endedAt: time }),
  durations: z.strictObject({
    trialsMs: durationMs,
    byArm: z.record(z.string(), z.strictObject({ medianMs: durationMs, longestMs: durationMs })),
  }),
  trials: z.strictObject({
    planned: count,
    warmup: count,
    ok: count,
    failed: count,
    timedOut: count,
    dropped: count,
    lateObservations: count,
  }),
  raw: z.strictObject({ file: z.string().regex(/^[^/\\]+$/), sha256: digest }),
  runs: runsSchema,
  judgement: judgementSchema,
  scaling: z.array(scalingSchema).exactOptional(),
  warnings: z.array(z.string()),
});
