import type { Criterion, ScalingDefinition } from '@muster/analysis';
import type {
  ArmDefinition,
  Experiment,
  LauncherDefinition,
  MetricDefinition,
  ShownDefinition,
  Sizes,
  SprintDefinition,
} from './definition.ts';
import { definitionProblems } from './definition-problems.ts';
import { completeDesign, type Design } from './design.ts';

// Registered, because an experiment and the command that runs it may hold two copies of this module.
const brand: unique symbol = Symbol.for('@muster/experiment') as typeof brand;

/**
 * What a person writes to define an experiment. Metric names come from `metrics`, arm names from
 * `arms`, the shape of the sizes from `sizes.quick`; everything else must agree with them.
 */
export interface ExperimentInput<Metric extends string, Arm extends string, S extends Sizes> {
  /** Kebab-case; names the result files. */
  readonly id: string;
  readonly sprint?: SprintDefinition;
  readonly claim: string;
  readonly metrics: Readonly<Record<Metric, MetricDefinition>>;
  readonly sizes: {
    readonly quick: S;
    readonly standard: NoInfer<S>;
    readonly full: NoInfer<S>;
  };
  readonly design: Design;
  /**
   * Ways to start agents, that of choice first, the last always there. Criteria are judged for each
   * of them that they name, and the first that can be had decides. @default []
   */
  readonly launchers?: readonly LauncherDefinition[];
  readonly arms: Readonly<Record<Arm, ArmDefinition<NoInfer<Metric>, NoInfer<S>>>>;
  /** What is simulated, one sentence each; shown wherever the numbers are shown. @default [] */
  readonly simulated?: readonly string[];
  readonly criteria: readonly Criterion<NoInfer<Metric>, NoInfer<Arm>>[];
  /** @default [] */
  readonly shown?: readonly ShownDefinition<NoInfer<Metric>, NoInfer<Arm>>[];
  /** Throughputs over concurrency that laws of scalability are fitted to. @default none */
  readonly scaling?: readonly ScalingDefinition<NoInfer<Metric>, NoInfer<Arm>>[];
}

/**
 * Checks a definition once and freezes it. A misspelt metric, arm or size does not compile; what
 * types cannot see (doubled ids, an improvement that names no speedup, impossible designs) is
 * reported in one TypeError with all problems together.
 */
export function defineExperiment<
  const Metric extends string,
  const Arm extends string,
  S extends Sizes,
>(input: ExperimentInput<Metric, Arm, S>): Experiment<Metric, Arm, S> {
  const experiment: Experiment<Metric, Arm, S> = {
    id: input.id,
    sprint: input.sprint ?? null,
    claim: input.claim,
    metrics: input.metrics,
    sizes: input.sizes,
    design: completeDesign(input.design),
    launchers: input.launchers ?? [],
    arms: input.arms,
    simulated: input.simulated ?? [],
    criteria: input.criteria,
    shown: input.shown ?? [],
    // Left out where there is none: the plan of an experiment without is the same as ever.
    ...(input.scaling === undefined ? {} : { scaling: input.scaling }),
  };
  const problems = definitionProblems(experiment);
  if (problems.length > 0) {
    throw new TypeError(
      `experiment ${JSON.stringify(input.id)} is not well defined:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
  }
  Object.defineProperty(experiment, brand, { value: true });
  return deepFreeze(experiment);
}

/** Whether a value exported by a module was made by `defineExperiment`. */
export function isExperiment(value: unknown): value is Experiment {
  return typeof value === 'object' && value !== null && brand in value;
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
