import { runsOfArms } from '../arm-blocks.ts';
import { twoSidedOf } from '../confidence.ts';
import { type ArmMetric, type MetricUnits, unitOf } from '../quantity.ts';
import { inOneSentence, inputProblems, valueOf } from '../run-problems.ts';
import type { Runs } from '../runs.ts';
import { type JudgePlan, lookAt } from '../sequential/look-at.ts';
import { fitScaling, type Scaling } from './fit-scaling.ts';
import type { RandomNumber } from './resample.ts';

/** A throughput over concurrency, to be told beside the criteria: what was measured at each point. */
export interface ScalingDefinition<Metric extends string = string, Arm extends string = string> {
  readonly id: string;
  readonly statement: string;
  /** At least two, of different concurrencies, all metrics in one unit. */
  readonly points: readonly (ArmMetric<Metric, Arm> & {
    /** How many did work at once, from 1 on. */
    readonly concurrency: number;
  })[];
}

/** The law that a throughput follows, as data. */
export interface ScalingJudgement {
  readonly id: string;
  readonly statement: string;
  readonly unit: string;
  readonly scaling: Scaling | null;
  /** Why there is none; null when there is one. */
  readonly because: string | null;
}

/** What a law is fitted by beside the runs. */
export interface ScalingHost {
  /** Of the machine that was measured. */
  readonly cores: number;
  /** Uniform in [0, 1); from a seed, so that the same runs give the same intervals. */
  readonly random: RandomNumber;
}

const RESAMPLES = 500;

/** Fits the laws of scalability to what was measured; runs that are absent or failed leave none. */
export function judgeScaling(
  { id, statement, points }: ScalingDefinition,
  metrics: MetricUnits,
  all: Runs,
  plan: JudgePlan,
  { cores, random }: ScalingHost,
): ScalingJudgement {
  const unit = unitOf({ kind: 'level', ...points[0]! }, metrics);
  const runs = runsOfArms(all, points);
  const problems = [...lookAt(all, plan).problems, ...inputProblems(runs, points)];
  if (problems.length > 0) {
    return { id, statement, unit, scaling: null, because: inOneSentence(problems) };
  }
  const measured = points.map(({ concurrency, ...input }) => ({
    concurrency,
    throughputs: runs.blocks.map((block) => valueOf(block, input) ?? Number.NaN),
  }));
  const confidence = twoSidedOf(plan.confidence);
  const scaling = fitScaling(measured, { cores, random, resamples: RESAMPLES, confidence });
  return { id, statement, unit, scaling, because: null };
}
