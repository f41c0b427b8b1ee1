import type {
  Criterion,
  LauncherCandidate,
  Quantity,
  ScalingDefinition,
  Targets,
} from '@muster/analysis';
import type { Clock } from '../clock.ts';
import type { Random } from '../plan/random.ts';
import type { CompleteDesign } from './design.ts';

/** How much is measured: `quick` for a first look, `standard` for the record, `full` for papers. */
export type Profile = 'quick' | 'standard' | 'full';

/** Every profile, smallest first. */
export const PROFILES: readonly Profile[] = ['quick', 'standard', 'full'];

/**
 * How the observations of one trial become the trial's one number. The run is the unit of
 * analysis, since observations within a run depend on each other. `single` insists on exactly one.
 */
export type Summary = 'median' | 'p95' | 'mean' | 'total' | 'single';

/** Every summary a metric may have. */
export const SUMMARIES: readonly Summary[] = ['median', 'p95', 'mean', 'total', 'single'];

/** What is observed, in which unit, and how a trial sums it up. */
export interface MetricDefinition {
  readonly unit: string;
  readonly about: string;
  readonly summary: Summary;
}

/** What a size may be: an amount, a choice, or a list of them. */
export type SizeValue = number | string | readonly number[] | readonly string[];

/** The sizes of one profile, by name. */
export type Sizes = Readonly<Record<string, SizeValue>>;

/** What a trial is given. */
export interface TrialContext<Metric extends string = string, S extends Sizes = Sizes> {
  readonly sizes: S;
  /** Adds one observation for each named metric; may be called as often as there is something. */
  readonly observe: (values: Readonly<Partial<Record<Metric, number>>>) => void;
  /** Aborted at the deadline and when the run is stopped: end soon and leave nothing behind. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** The launcher that this arm's agents are to be started with; null where there are none. */
  readonly launcher: string | null;
  /** Chance that all arms of a block share, so that they meet the same arrivals and the same work. */
  readonly random: Random;
  /** An empty folder for this trial alone, made at the first use of this; removed after it. */
  readonly scratchDir: string;
}

/** One variant: what it is, in words, and one run of it. */
export interface ArmDefinition<Metric extends string = string, S extends Sizes = Sizes> {
  readonly about: string;
  /**
   * The launcher its agents are started with; the arm is left out where that cannot be had.
   * @default the one that decides, in an experiment that has launchers
   */
  readonly launcher?: string;
  /**
   * How many blocks it is in, where a trial takes too long for all: the last so many of those planned,
   * in every spare one, and in no warm-up. @default all, and the warm-up
   */
  readonly blocks?: Readonly<Record<Profile, number>>;
  trial(context: TrialContext<Metric, S>): Promise<void>;
}

/** A way to start agents that arms and criteria of an experiment may be about. */
export interface LauncherDefinition extends LauncherCandidate {
  /**
   * Why this machine cannot have it; null when it can. Asked once, before the first trial.
   * @default it is always there
   */
  readonly absence?: () => Promise<string | null>;
}

/** Which optimization of the seed an experiment stands for. */
export interface SprintDefinition {
  readonly id: string;
  readonly optimization: string;
  /** The id of the criterion that states the improvement; it must be of kind `speedup`. */
  readonly improvement: string;
  readonly targets: Targets;
}

/** A quantity reported beside the criteria and not judged. */
export interface ShownDefinition<Metric extends string = string, Arm extends string = string> {
  readonly id: string;
  readonly statement: string;
  readonly quantity: Quantity<Metric, Arm>;
}

/** An experiment, complete and checked. Made by `defineExperiment`. */
export interface Experiment<
  Metric extends string = string,
  Arm extends string = string,
  S extends Sizes = Sizes,
> {
  readonly id: string;
  readonly sprint: SprintDefinition | null;
  readonly claim: string;
  readonly metrics: Readonly<Record<Metric, MetricDefinition>>;
  readonly sizes: Readonly<Record<Profile, S>>;
  readonly design: CompleteDesign;
  /** In the order in which agents would be started with them; empty when that is no matter. */
  readonly launchers: readonly LauncherDefinition[];
  readonly arms: Readonly<Record<Arm, ArmDefinition<Metric, S>>>;
  readonly simulated: readonly string[];
  readonly criteria: readonly Criterion<Metric, Arm>[];
  readonly shown: readonly ShownDefinition<Metric, Arm>[];
  /** Throughputs over concurrency that laws of scalability are fitted to; not judged. @default none */
  readonly scaling?: readonly ScalingDefinition<Metric, Arm>[];
}
