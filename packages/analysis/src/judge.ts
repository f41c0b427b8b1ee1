import type { Bound, Criterion } from './criterion.ts';
import type { Ends, Estimate, Interval } from './interval.ts';
import {
  toJudged,
  toJudgedEnds,
  type CriterionJudgement,
  type JudgedEstimate,
  type QuantityJudgement,
} from './judgement.ts';
import { type Estimated, measure } from './measure.ts';
import { unitOf, type MetricUnits, type Quantity } from './quantity.ts';
import { inOneSentence } from './run-problems.ts';
import type { Runs } from './runs.ts';
import { widened } from './screens/doubt.ts';
import { doubtLeftByFew, doubtsAboutFew } from './screens/few.ts';
import { keptTo, naturalRange } from './screens/natural.ts';
import { type JudgePlan, lookAt, type RunsLook } from './sequential/look-at.ts';
import { judgeBound, type Judged } from './verdict.ts';

/** A quantity as the runs show it; runs that are absent, failed or out of range make it invalid. */
export function judgeQuantity(quantity: Quantity, runs: Runs, plan: JudgePlan): QuantityJudgement {
  return quantityAt(quantity, runs, lookAt(runs, plan));
}

/** `judgeQuantity` at a look that is known. */
export function quantityAt(quantity: Quantity, runs: Runs, look: RunsLook): QuantityJudgement {
  const measured = measure(quantity, runs, look);
  if (measured.outcome === 'invalid') {
    return { outcome: 'invalid', because: inOneSentence(measured.problems) };
  }
  const range = naturalRange(quantity.kind, '', measured.plain);
  return {
    outcome: 'estimated',
    estimate: atLook(keptTo(measured.estimate, range), look),
    median: measured.median === null ? null : atLook(measured.median, look),
  };
}

/** The verdict on one criterion. `metrics` gives the units to tell it in. */
export function judgeCriterion(
  criterion: Criterion,
  metrics: MetricUnits,
  runs: Runs,
  plan: JudgePlan,
): CriterionJudgement {
  return criterionAt(criterion, metrics, runs, lookAt(runs, plan));
}

/** `judgeCriterion` at a look that is known. */
export function criterionAt(
  criterion: Criterion,
  metrics: MetricUnits,
  runs: Runs,
  look: RunsLook,
): CriterionJudgement {
  const { id, statement, because: why, quantity, bound } = criterion;
  const derivedUnit = unitOf(quantity, metrics);
  const unit = criterion.unit ?? derivedUnit;
  const launcher = criterion.launcher ?? null;
  const independent = criterion.independent ?? null;
  const told = { id, launcher, statement, why, unit, quantity, bound, independent };
  const measured = measure(quantity, runs, look);
  if (measured.outcome === 'invalid') {
    const because = inOneSentence(measured.problems);
    return {
      ...told,
      verdict: 'invalid',
      because,
      estimate: null,
      cautious: null,
      median: null,
      selected: null,
      warnings: [],
    };
  }
  const { estimate, median, selected, plain } = measured;
  const { kind } = quantity;
  const early = look.number < look.of;
  const few = early || independent === null ? doubtsAboutFew(kind, plain, early) : [];
  const range = naturalRange(kind, unit, widest(plain, [{ low: bound.value, high: bound.value }]));
  const doubts = [...measured.doubts, ...few].flatMap(({ because, cautious }) =>
    cautious === null ? [] : { because, cautious: keptTo(cautious, range) },
  );
  const { judged, doubted } = judgeInDoubt({ estimate, median, doubts }, bound, unit);
  const shown = doubted === null ? estimate : widened(estimate, [doubted]);
  const left = early ? null : doubtLeftByFew(kind, plain, independent);
  return {
    ...told,
    ...judged,
    estimate: atLook({ ...shown, ...keptTo({ low: shown.low, high: shown.high }, range) }, look),
    cautious: toJudgedEnds(
      widest(
        estimate,
        doubts.map((each) => each.cautious),
      ),
    ),
    median: median === null ? null : atLook(median, look),
    selected,
    warnings: [
      ...estimate.warnings,
      ...(left === null
        ? []
        : unlessItHolds(judged, left.because, keptTo(left.cautious, range), bound, unit)),
    ],
  };
}

/** What speaks against a verdict, and the interval that allows for it. */
interface Caution {
  readonly because: string;
  readonly cautious: Interval;
}

/**
 * A verdict that holds whatever speaks against what the estimate takes the runs for. One that does not
 * is none, and the interval that goes with it is the one that allows for the doubt.
 */
function judgeInDoubt(
  {
    estimate,
    median,
    doubts,
  }: Pick<Estimated, 'estimate' | 'median'> & { readonly doubts: readonly Caution[] },
  bound: Bound,
  unit: string,
): { readonly judged: Judged; readonly doubted: Interval | null } {
  const judged = judgeBound(estimate, bound, { unit, median });
  if (judged.verdict === 'inconclusive') return { judged, doubted: null };
  for (const { because, cautious } of doubts) {
    const cautiously = judgeBound(cautious, bound, { unit, median: null });
    if (cautiously.verdict === judged.verdict) continue;
    return {
      judged: {
        verdict: 'inconclusive',
        because: `${judged.because}, but ${because}; where that is allowed for, ${cautiously.because}`,
      },
      doubted: cautious,
    };
  }
  return { judged, doubted: null };
}

/** From the lowest to the highest end of any of these. */
function widest(first: Ends, others: readonly Ends[]): Ends {
  return {
    low: Math.min(first.low, ...others.map(({ low }) => low)),
    high: Math.max(first.high, ...others.map(({ high }) => high)),
  };
}

/** The warning of a verdict that would not hold if a doubt were justified. */
function unlessItHolds(
  { verdict }: Judged,
  because: string,
  cautious: Interval,
  bound: Bound,
  unit: string,
): readonly string[] {
  if (verdict === 'inconclusive') return [];
  const cautiously = judgeBound(cautious, bound, { unit, median: null });
  return cautiously.verdict === verdict ? [] : [`${because}, ${cautiously.because}`];
}

/**
 * An estimate as data, with the confidence it has however many looks there are. The interval of one
 * look has more by itself; that measuring stops when it suits takes the rest away.
 */
function atLook(estimate: Estimate, { of, promised }: RunsLook): JudgedEstimate {
  return toJudged(of === 1 ? estimate : { ...estimate, confidence: promised });
}
