import { formatBound } from '../format.ts';
import { intervalOf, type CriterionJudgement } from '../judgement.ts';
import { conjunction, type Verdict } from '../verdict.ts';
import { decides } from './launcher.ts';
import {
  adjustedTarget,
  halfway,
  respond,
  type AdjustedTarget,
  type Half,
  type SprintResponse,
} from './respond.ts';
import { checkTargets, type Targets } from './targets.ts';

/** What a sprint set out to do and what its criteria came to. */
export interface SprintInput {
  readonly id: string;
  readonly optimization: string;
  /** The id of the criterion that states the improvement: a speedup of at least the minimum. */
  readonly improvement: string;
  readonly targets: Targets;
  readonly criteria: readonly CriterionJudgement[];
  /** The launcher that decides: criteria about another one do not count. @default there are none */
  readonly launcher?: string | undefined;
}

/** The measured improvement as data: null ends are unbounded. */
export interface SprintSpeedup {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Achieved two-sided confidence, 0..1. */
  readonly confidence: number;
}

/** A sprint judged, as data. */
export interface SprintJudgement {
  readonly id: string;
  readonly optimization: string;
  /** All criteria together. */
  readonly verdict: Verdict;
  /** The criterion of the improvement alone. */
  readonly improvementVerdict: Verdict;
  readonly half: Half;
  readonly speedup: SprintSpeedup | null;
  readonly targets: { readonly minimum: number; readonly ideal: number };
  /** The empirical range to plan with, when the improvement is missed and bounded. */
  readonly adjustedTarget: AdjustedTarget | null;
  /** Those that count. */
  readonly criteria: readonly CriterionJudgement[];
  readonly response: SprintResponse;
  readonly warnings: readonly string[];
}

/**
 * Judges a sprint from its criteria: met when all are met, since an improvement that breaks another
 * promise is not the one that was asked for. All verdicts are those of one launcher: a sprint that
 * is fast with one and small with another is neither. Throws a `TypeError` when the improvement is
 * not a speed-up of at least `targets.minimum` among the criteria, or a criterion counts twice.
 */
export function judgeSprint(input: SprintInput): SprintJudgement {
  const { id, optimization, targets, launcher } = input;
  checkTargets(targets);
  const criteria =
    launcher === undefined
      ? input.criteria
      : input.criteria.filter((each) => decides(each, launcher));
  checkOnce(criteria);
  const improvement = improvementOf({ ...input, criteria });
  const verdict = conjunction(criteria.map((criterion) => criterion.verdict));
  const { estimate } = improvement;
  const speedup = estimate === null ? null : intervalOf(estimate);
  const half = halfway(improvement, targets);
  const failed = criteria.filter((each) => each.verdict === 'not met').map((each) => each.id);
  return {
    id,
    optimization,
    verdict,
    improvementVerdict: improvement.verdict,
    half,
    speedup:
      estimate === null
        ? null
        : {
            estimate: estimate.value,
            low: estimate.low,
            high: estimate.high,
            confidence: estimate.confidence,
          },
    targets: { minimum: targets.minimum, ideal: targets.ideal },
    adjustedTarget:
      verdict === 'not met' && improvement.verdict !== 'met' ? adjustedTarget(speedup) : null,
    criteria,
    response: respond({
      verdict,
      improvement: improvement.verdict,
      speedup,
      half,
      targets,
      failed,
    }),
    warnings: criteria.flatMap((each) => each.warnings.map((warning) => `${each.id}: ${warning}`)),
  };
}

function checkOnce(criteria: readonly CriterionJudgement[]): void {
  const ids = criteria.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return;
  throw new TypeError(
    `\`criteria\` must count once each, got ${twice} twice: name the \`launcher\` that decides`,
  );
}

function improvementOf({ improvement, targets, criteria }: SprintInput): CriterionJudgement {
  const found = criteria.find((criterion) => criterion.id === improvement);
  if (found === undefined) {
    const ids = criteria.map((criterion) => criterion.id).join(', ');
    throw new TypeError(
      `\`improvement\` must be one of ${ids || 'no criteria'}, got ${improvement}`,
    );
  }
  const { quantity, bound } = found;
  if (quantity.kind !== 'speedup') {
    throw new TypeError(
      `\`improvement\` must be a criterion of kind speedup, got ${quantity.kind}`,
    );
  }
  if (bound.is !== 'at least' || bound.value !== targets.minimum) {
    throw new TypeError(
      `\`improvement\` must be bound by \`targets.minimum\` (at least ${targets.minimum}x), got ${formatBound(bound, 'x')}`,
    );
  }
  return found;
}
