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
export { isArmIn, type ArmBlocks } from './arm-blocks.ts';

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
  formatCount,
  formatExact,
  formatInterval,
  formatRange,
  formatValue,
  type FormatEnd,
} from './format.ts';

export { smallestProvable, type Budget } from './power/smallest-provable.ts';
export { spreadOf } from './power/spread.ts';

export {
  autocorrelations,
  effectiveSampleSize,
  ljungBox,
  type SerialTest,
} from './screens/autocorrelation.ts';
export { allowingForFew } from './screens/few.ts';
export { FALSE_ALARMS, screenBlocks, type ScreenFinding } from './screens/screen.ts';
export { stretched, type Scale } from './screens/stretched.ts';
export { mannKendall, type TrendTest } from './screens/trend.ts';
export { rankVonNeumann } from './screens/von-neumann.ts';

export { holm } from './holm.ts';
export {
  CLAIMS_OF_QUANTITY,
  MULTIPLICITY,
  type ClaimKind,
  type Correction,
  type MultiplicityRule,
} from './multiplicity.ts';
export { confirmSelected, type ConfirmationInput } from './selection/confirm.ts';
export {
  selectArm,
  type Candidates,
  type Preference,
  type Selection,
  type SelectionInput,
} from './selection/select.ts';
export {
  separability,
  type Separability,
  type SeparabilityInput,
} from './selection/separability.ts';
export { splitBlocks, type BlockSplit } from './selection/split-blocks.ts';

export {
  fitScaling,
  type Scaling,
  type ScalingLevel,
  type ScalingOptions,
} from './scaling/fit-scaling.ts';
export {
  judgeScaling,
  type ScalingDefinition,
  type ScalingHost,
  type ScalingJudgement,
} from './scaling/judge-scaling.ts';
export type { ScalingModel } from './scaling/model.ts';
export type { Optimum } from './scaling/optimum.ts';
export type { ScalingPoint } from './scaling/levels.ts';
export type { RandomNumber } from './scaling/resample.ts';
export { fitAmdahl, fitLinear, fitUsl, type LawFit } from './scaling/fit.ts';
export { curveAt, limitOf, peakOf, type Law, type Peak, type ScalingCurve } from './scaling/law.ts';
export { ExtrapolationError, throughputAt } from './scaling/throughput-at.ts';
export { karpFlatt } from './scaling/karp-flatt.ts';
