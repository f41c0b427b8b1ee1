import { z } from 'zod';

/** The version of decision.json; a reader refuses any other. */
export const DECISION_VERSION = 2;

const verdict = z.enum(['met', 'not met', 'inconclusive', 'invalid']);
/** A number, or null where an interval has no end on that side. */
const end = z.number().nullable();

/** What is told of every quantity, judged or not. */
const told = {
  id: z.string(),
  statement: z.string(),
  unit: z.string(),
  estimate: end,
  low: end,
  high: end,
};

const shown = z.strictObject({
  ...told,
  /** Why there is no estimate; null when there is one. */
  because: z.string().nullable(),
});

const criterion = z.strictObject({
  ...told,
  /** What its agents were started with; null when the sprint was measured without launchers. */
  launcher: z.string().nullable(),
  /** Whether the sprint's verdict follows from it; one about another launcher is told beside it. */
  decides: z.boolean(),
  bound: z.strictObject({
    is: z.enum(['at least', 'more than', 'at most', 'less than']),
    value: z.number(),
  }),
  verdict,
  because: z.string(),
  /** How estimate and interval were made; null when there are none. */
  method: z.string().nullable(),
});

const launcher = z.strictObject({
  /** The name of the launcher whose verdicts decide. */
  decides: z.string(),
  /** Which it is and why, and what another one would have changed. */
  sentence: z.string(),
  candidates: z
    .array(
      z.strictObject({
        name: z.string(),
        agents: z.string(),
        /** Why it cannot be had on this machine; null when it was measured. */
        absent: z.string().nullable(),
      }),
    )
    .readonly(),
});

const scaling = z.strictObject({
  id: z.string(),
  statement: z.string(),
  unit: z.string(),
  /** Which law it follows and where that is highest, or why there is none; one clause. */
  because: z.string(),
  /** By rising concurrency: the mean of what was measured, and the law with its interval. */
  levels: z
    .array(
      z.strictObject({
        concurrency: z.int(),
        mean: z.number(),
        expected: end,
        low: end,
        high: end,
        /** More at once than cores: how they are shared, not how work scales. */
        oversubscribed: z.boolean(),
      }),
    )
    .readonly(),
  /** The largest concurrency that anything is said of; null where nothing is. */
  furthest: z.int().nullable(),
  warnings: z.array(z.string()).readonly(),
});

const sprint = z.strictObject({
  id: z.string(),
  optimization: z.string(),
  claim: z.string(),
  /** How the agents were started; null when the sprint was measured without launchers. */
  launcher: launcher.nullable(),
  verdict,
  speedup: z
    .strictObject({ estimate: end, low: end, high: end, confidence: z.number() })
    .nullable(),
  targets: z.strictObject({ minimum: z.number(), ideal: z.number() }),
  adjustedTarget: z
    .strictObject({ low: z.number(), high: z.number(), statedAs: z.string() })
    .nullable(),
  criteria: z.array(criterion).readonly(),
  shown: z.array(shown).readonly(),
  /** Throughputs over concurrency; left out where the sprint has none. */
  scaling: z.array(scaling).readonly().exactOptional(),
  response: z.strictObject({
    action: z.enum(['keep', 'adjust target', 'skip', 'focus on others', 'measure again']),
    because: z.string(),
  }),
  simulated: z.array(z.string()).readonly(),
  warnings: z.array(z.string()).readonly(),
  blocks: z.int(),
  measuredAt: z.iso.datetime(),
});

const ids = z.array(z.string()).readonly();

/** `report/decision.json`: what was decided and all that it was decided from. */
export const decisionSchema = z.strictObject({
  schemaVersion: z.literal(DECISION_VERSION),
  profile: z.enum(['quick', 'standard', 'full']),
  machine: z.strictObject({
    id: z.string(),
    platform: z.string(),
    arch: z.string(),
    cpuModel: z.string(),
    cores: z.int(),
    memoryGiB: z.number(),
    kernel: z.string(),
    node: z.string(),
  }),
  /** The commit that was measured, with "+changes" when there were any; null outside of git. */
  commit: z.string().nullable(),
  /** When the last of the results was measured, ISO 8601 in UTC. */
  measuredAt: z.iso.datetime(),
  sprints: z.array(sprint).readonly(),
  phase: z.strictObject({
    decision: z.enum(['proceed', 'adjust', 're-evaluate', 'undecided']),
    because: z.string(),
    met: ids,
    improvedOnly: ids,
    overHalf: ids,
    underHalf: ids,
    missing: ids,
    invalid: ids,
  }),
});

export type Decision = z.output<typeof decisionSchema>;
export type SprintDecision = Decision['sprints'][number];
export type LauncherDecision = z.output<typeof launcher>;
export type CriterionDecision = SprintDecision['criteria'][number];
export type ScalingDecision = z.output<typeof scaling>;
export type ShownDecision = SprintDecision['shown'][number];
