export { attemptsNeeded } from './attempts-needed.ts';
export { proportionSequence } from './bernoulli-sequence.ts';
export { changeOfMean, changeOfMeanAndVariance, type Change } from './change-point.ts';
export { dunnettCritical, dunnettWithin, type Comparisons } from './dunnett.ts';
export { fisherExact, type SharesTest } from './fisher.ts';
export {
  crossings,
  obrienFlemingSpending,
  shapedBoundaries,
  spendingBoundaries,
  type Spending,
} from './group-sequential.ts';
export { mannWhitneyAtMost } from './mann-whitney.ts';
export { geometricMeanRatio, meanEstimate, meanTest } from './mean.ts';
export { differenceOfShares, ratioOfShares } from './miettinen-nurminen.ts';
export { newcombe } from './newcombe.ts';
export {
  logMixture,
  meanSequence,
  mixtureBound,
  mixtureWeight,
  oneSidedMixtureBound,
  type SequencePlan,
} from './normal-sequence.ts';
export { benjaminiHochberg, benjaminiYekutieli, bonferroni } from './p-values.ts';
export { pairedPower, pairedShift, type PairedPlan } from './paired-power.ts';
export {
  levelVariances,
  optimalRepetitions,
  type LevelVariance,
  type Nested,
} from './repetitions.ts';
export type { Share } from './share.ts';
export { studentBelow, studentQuantile } from './student-t.ts';
export { mannWhitneyTest, unpairedDifference, unpairedRatio } from './unpaired.ts';
