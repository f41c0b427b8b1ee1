import { z } from 'zod';
import { JOURNAL_VERSION, type JournalLine } from './journal-lines.ts';
import { looksProblem } from '../definition/design-problems.ts';
import type { Json } from '../files/strict-json.ts';
import type { HostUse } from '../host/host-use.ts';
import type { MachineFingerprint } from '../machine/machine.ts';
import type { Plan } from '../plan/plan.ts';
import type { Provenance } from '../machine/provenance.ts';

const count = z.int().min(0);
const ratio = z.number().min(0).max(1);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** The machine, as a fingerprint with its facts. */
export const machineSchema: z.ZodType<MachineFingerprint> = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  platform: z.string(),
  arch: z.string(),
  cpuModel: z.string(),
  cores: z.int().min(1),
  memoryGiB: z.number().min(0),
  kernel: z.string(),
  node: z.string(),
  machine: digest,
});

/** Which code is measured. */
export const provenanceSchema: z.ZodType<Provenance> = z.strictObject({
  commit: z.string().nullable(),
  dirty: z.boolean().nullable(),
  origin: z.enum(['src', 'dist']),
  codeDigest: digest,
  code: z.record(z.string(), digest),
});

/** The plan, as data. */
export const planSchema: z.ZodType<Plan> = z
  .strictObject({
    experiment: z.string(),
    profile: z.enum(['quick', 'standard', 'full']),
    sizes: z.record(
      z.string(),
      z.union([z.number(), z.string(), z.array(z.number()), z.array(z.string())]),
    ),
    arms: z.array(z.string()).min(1),
    armBlocks: z.record(z.string(), z.int().min(1)).exactOptional(),
    launchers: z
      .strictObject({
        decides: z.string(),
        absent: z.record(z.string(), z.string()),
        ofArms: z.record(z.string(), z.string()),
      })
      .nullable(),
    blocks: z.int().min(1),
    looks: z.array(z.int().min(1)).min(1),
    spareBlocks: count,
    host: z.strictObject({
      maxStealRatio: ratio,
      maxForeignRatio: ratio,
      mayThrottle: z.boolean(),
    }),
    warmupBlocks: count,
    seed: z.int(),
    trialDeadlineMs: z.number(),
    abortGraceMs: z.number(),
    confidence: z.number(),
    parts: z.record(z.string(), digest),
    planHash: digest,
  })
  .superRefine(({ looks, blocks, confidence }, context) => {
    const problem = looksProblem(looks, blocks, confidence);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['looks'], message: problem });
  });

const told = z.number().min(0).nullable();

/** A line is read from JSON: to look through all of it again would take longer than to read it. */
const json = z.unknown() as z.ZodType<Json>;

const hostUse: z.ZodType<HostUse> = z.strictObject({
  totalMs: told,
  stealMs: told,
  foreignMs: told,
  ownMs: told,
  idleMs: told,
  throttledPeriods: told,
});

const headerLine = z.strictObject({
  kind: z.literal('header'),
  schemaVersion: z.literal(JOURNAL_VERSION),
  experiment: z.string(),
  plan: planSchema,
  provenance: provenanceSchema,
  machine: machineSchema,
  startedAt: z.iso.datetime(),
  trials: count,
});

const resumedLine = z.strictObject({
  kind: z.literal('resumed'),
  resumedAt: z.iso.datetime(),
  finished: count,
});

const trialLine = z.strictObject({
  kind: z.literal('trial'),
  index: count,
  block: count,
  position: count,
  arm: z.string(),
  warmup: z.boolean(),
  outcome: z.enum(['ok', 'failed', 'timed out']),
  because: z.string().nullable(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().min(0),
  observations: z.record(z.string(), z.array(z.number())),
  lateObservations: count,
  host: z.strictObject({ before: json, after: json, use: hostUse }),
});

/** Any line of a journal. */
export const journalLineSchema: z.ZodType<JournalLine> = z.discriminatedUnion('kind', [
  headerLine,
  resumedLine,
  trialLine,
]);
