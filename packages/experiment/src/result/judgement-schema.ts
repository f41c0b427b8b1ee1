import type {
  CriterionJudgement,
  ExperimentJudgement,
  JudgedEstimate,
  Runs,
} from '@muster/analysis';
import { z } from 'zod';
import { boundSchema, quantitySchema } from '../definition/definition-schema.ts';

const end = z.number().nullable();
const warnings = z.array(z.string());

/** An estimate as data. */
export const estimate: z.ZodType<JudgedEstimate> = z.strictObject({
  value: end,
  low: end,
  high: end,
  confidence: z.number().min(0).max(1),
  n: z.int().min(0),
  method: z.string(),
  warnings,
});

const criterionJudgement: z.ZodType<CriterionJudgement> = z.strictObject({
  id: z.string(),
  launcher: z.string().nullable(),
  statement: z.string(),
  why: z.string(),
  unit: z.string(),
  quantity: quantitySchema,
  bound: boundSchema,
  independent: z.string().nullable(),
  verdict: z.enum(['met', 'not met', 'inconclusive', 'invalid']),
  because: z.string(),
  estimate: estimate.nullable(),
  cautious: z.strictObject({ low: end, high: end }).nullable(),
  median: estimate.nullable(),
  selected: z
    .strictObject({
      chosen: z.string(),
      tied: z.array(z.string()),
      worse: z.array(z.string()),
      better: z.array(z.string()),
    })
    .nullable(),
  warnings,
});

/** All that follows from the runs. */
export const judgementSchema: z.ZodType<ExperimentJudgement> = z.strictObject({
  look: z.strictObject({
    number: z.int().min(0),
    of: z.int().min(1),
    blocks: z.int().min(0),
    most: z.int().min(1),
    stop: z.strictObject({ why: z.enum(['settled', 'futile']), because: z.string() }).nullable(),
  }),
  criteria: z.array(criterionJudgement),
  shown: z.array(
    z.strictObject({
      id: z.string(),
      statement: z.string(),
      unit: z.string(),
      quantity: quantitySchema,
      estimate: estimate.nullable(),
      median: estimate.nullable(),
      because: z.string().nullable(),
      warnings,
    }),
  ),
  warnings,
});

/** The runs as they were judged: one number per metric and trial. */
export const runsSchema: z.ZodType<Runs> = z.strictObject({
  plannedBlocks: z.int().min(1),
  armBlocks: z.record(z.string(), z.int().min(1)).exactOptional(),
  absent: z.record(z.string(), z.string()).exactOptional(),
  dropped: z.array(z.strictObject({ index: z.int().min(0), because: z.string() })).exactOptional(),
  blocks: z.array(
    z.strictObject({
      index: z.int().min(0),
      trials: z.record(
        z.string(),
        z.discriminatedUnion('outcome', [
          z.strictObject({
            outcome: z.literal('ok'),
            values: z.record(z.string(), z.number()),
          }),
          z.strictObject({
            outcome: z.enum(['failed', 'timed out', 'aborted']),
            because: z.string(),
          }),
        ]),
      ),
    }),
  ),
});
