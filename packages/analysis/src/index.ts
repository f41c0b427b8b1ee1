export { checkSample, sortedSample, type SampleRules } from './sample.ts';
export type { Estimate, Interval } from './interval.ts';

export { binomialAtLeast, binomialAtMost, binomialPmf, binomialQuantile } from './binomial.ts';
export { normalProbability, normalQuantile } from './normal.ts';
export {
  median,
  minimumSampleSize,
  quantile,
  quantileEstimate,
  quantileRanks,
  type RankInterval,
} from './quantile.ts';
export { clopperPearson, proportionAtLeast, proportionAtMost, wilson } from './proportion.ts';
export { hodgesLehmann, walshAverages } from './walsh.ts';
export {
  criticalRank,
  signedRankAtMost,
  signedRankQuantile,
  type CriticalRank,
} from './signed-rank-distribution.ts';
export {
  signedRankInterval,
  signedRankTest,
  type CentreTest,
  type SignedRankInterval,
  type Tails,
} from './signed-rank.ts';
export { medianInterval, signTest } from './sign-test.ts';
export { pairedDifference, pairedRatio, typicalLevel } from './estimate.ts';

export {
  inputsOf,
  unitOf,
  type ArmMetric,
  type ArmPair,
  type MetricUnits,
  type Quantity,
} from './quantity.ts';
export { atLeast, atMost, lessThan, moreThan, type Bound, type Criterion } from './criterion.ts';
export type { Block, RunOutcome, Runs } from './runs.ts';

export {
  conjunction,
  judgeBound,
  type Judged,
  type JudgeOptions,
  type Verdict,
} from './verdict.ts';
export { judgeCriterion, judgeQuantity } from './judge.ts';
export { judgeExperiment, stopOf, type JudgedDefinition, type Shown } from './judge-experiment.ts';
export { planLooks, type Look } from './sequential/looks.ts';
export type { JudgePlan } from './sequential/look-at.ts';
export {
  criterionName,
  intervalOf,
  type CriterionJudgement,
  type ExperimentJudgement,
  type JudgedEstimate,
  type JudgedLook,
  type QuantityJudgement,
  type ShownQuantity,
  type Stop,
} from './judgement.ts';

export { halfOfGain, type Targets } from './decision/targets.ts';
export {
  decides,
  decidingLauncher,
  launcherSentence,
  type AbsentLaunchers,
  type LauncherCandidate,
  type LauncherSentenceInput,
} from './decision/launcher.ts';
export type { AdjustedTarget, SprintResponse } from './decision/respond.ts';
export {
  judgeSprint,
  type SprintInput,
  type SprintJudgement,
  type SprintSpeedup,
} from './decision/sprint.ts';
export { decidePhase, PHASE_SPRINTS, type PhaseDecision } from './decision/phase.ts';

export {
  formatBound,
  formatExact,
  formatInterval,
  formatRange,
  formatValue,
  type FormatEnd,
} from './format.ts';
