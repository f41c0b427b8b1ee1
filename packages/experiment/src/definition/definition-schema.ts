import type {
  Bound,
  Criterion,
  LauncherCandidate,
  Quantity,
  ScalingDefinition,
  Targets,
} from '@muster/analysis';
import { z } from 'zod';
import type { Experiment, ShownDefinition } from './definition.ts';

const text = z.string();

/** What a criterion or a shown quantity is about. */
export const quantitySchema: z.ZodType<Quantity> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('speedup'), metric: text, from: text, to: text }),
  z.strictObject({ kind: z.literal('difference'), metric: text, from: text, to: text }),
  z.strictObject({ kind: z.literal('level'), metric: text, arm: text }),
  z.strictObject({ kind: z.literal('lowest'), metric: text, arms: z.array(text) }),
  z.strictObject({ kind: z.literal('highest'), metric: text, arms: z.array(text) }),
  z.strictObject({
    kind: z.literal('payback'),
    cost: z.strictObject({ metric: text, arm: text }),
    saving: z.strictObject({ metric: text, from: text, to: text }),
  }),
  z.strictObject({ kind: z.literal('proportion'), successes: text, attempts: text, arm: text }),
  z.strictObject({
    kind: z.literal('selected'),
    metric: text,
    arms: z.array(text),
    baseline: text,
    prefer: z.enum(['low', 'high']),
  }),
]);

/** Where a quantity must lie. */
export const boundSchema: z.ZodType<Bound> = z.strictObject({
  is: z.enum(['at least', 'more than', 'at most', 'less than']),
  value: z.number(),
});

const criterion: z.ZodType<Criterion> = z.strictObject({
  id: text,
  statement: text,
  because: text,
  launcher: text.exactOptional(),
  independent: text.exactOptional(),
  unit: text.exactOptional(),
  quantity: quantitySchema,
  bound: boundSchema,
});

const targets: z.ZodType<Targets> = z.strictObject({
  minimum: z.number(),
  ideal: z.number(),
  skipBelow: z.number(),
  statedAs: text,
});

const shown: z.ZodType<ShownDefinition> = z.strictObject({
  id: text,
  statement: text,
  quantity: quantitySchema,
});

const scaling: z.ZodType<ScalingDefinition> = z.strictObject({
  id: text,
  statement: text,
  points: z.array(z.strictObject({ concurrency: z.int().min(1), metric: text, arm: text })),
});

/** An experiment's definition without its code: what was claimed and how it was to be judged. */
export interface DefinitionData extends Omit<
  Experiment,
  'arms' | 'design' | 'launchers' | 'sizes'
> {
  readonly launchers: readonly LauncherCandidate[];
  readonly arms: Readonly<Record<string, ArmData>>;
}

/** An arm without its code. */
export interface ArmData {
  readonly about: string;
  readonly launcher?: string;
}

/** The definition, as data. */
export const definitionSchema: z.ZodType<DefinitionData> = z.strictObject({
  id: text,
  sprint: z
    .strictObject({
      id: text,
      optimization: text,
      improvement: text,
      targets,
    })
    .nullable(),
  claim: text,
  metrics: z.record(
    text,
    z.strictObject({
      unit: text,
      about: text,
      summary: z.enum(['median', 'p95', 'mean', 'total', 'single']),
    }),
  ),
  launchers: z.array(z.strictObject({ name: text, agents: text })),
  arms: z.record(text, z.strictObject({ about: text, launcher: text.exactOptional() })),
  simulated: z.array(text),
  criteria: z.array(criterion),
  shown: z.array(shown),
  scaling: z.array(scaling).exactOptional(),
});
