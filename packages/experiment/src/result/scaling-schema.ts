import type { ScalingJudgement } from '@muster/analysis';
import { z } from 'zod';
import { estimate } from './judgement-schema.ts';

const law = z.enum(['linear', 'amdahl', 'usl']);
const because = z.string();

/** A throughput over concurrency, with the law that it follows. */
export const scalingSchema: z.ZodType<ScalingJudgement> = z.strictObject({
  id: z.string(),
  statement: z.string(),
  unit: z.string(),
  scaling: z
    .strictObject({
      chosen: law,
      models: z.array(
        z.strictObject({
          law,
          aicc: z.number().nullable(),
          difference: z.number().nullable(),
          rate: estimate,
          contention: estimate.nullable(),
          coherency: estimate.nullable(),
          limit: estimate.nullable(),
          residual: z.number().nullable(),
        }),
      ),
      optimum: z.discriminatedUnion('found', [
        z.strictObject({
          found: z.literal('peak'),
          concurrency: estimate,
          throughput: estimate,
          because,
        }),
        z.strictObject({ found: z.enum(['beyond', 'none']), because }),
      ]),
      levels: z.array(
        z.strictObject({
          concurrency: z.int().min(1),
          runs: z.int().min(1),
          mean: z.number(),
          expected: estimate,
          oversubscribed: z.boolean(),
        }),
      ),
      furthest: z.int().min(1),
      warnings: z.array(z.string()),
    })
    .nullable(),
  because: z.string().nullable(),
});
