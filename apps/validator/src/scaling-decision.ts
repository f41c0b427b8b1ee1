import { formatInterval, intervalOf, type Law, type ScalingJudgement } from '@muster/analysis';
import type { ScalingDecision } from './decision-schema.ts';

const LAWS: Readonly<Record<Law, string>> = {
  linear: 'a line',
  amdahl: "Amdahl's law",
  usl: 'the universal scalability law',
};

/** A throughput over concurrency as it stands in the decision. */
export function scalingDecisionOf(judgement: ScalingJudgement): ScalingDecision {
  const { id, statement, unit, scaling } = judgement;
  if (scaling === null) {
    const because = `not measured, ${judgement.because ?? 'for no reason that was recorded'}`;
    return { id, statement, unit, because, levels: [], furthest: null, warnings: [] };
  }
  const { chosen, models, optimum, levels, furthest, warnings } = scaling;
  const model = models.find(({ law }) => law === chosen);
  const contention = model?.contention ?? null;
  const share =
    contention === null
      ? ''
      : `, one at a time ${formatInterval(intervalOf(contention), 'ratio')} of the work`;
  return {
    id,
    statement,
    unit,
    because: `follows ${LAWS[chosen]}${share}; ${optimum.because}; nothing is said beyond ${furthest}, twice the most that was measured`,
    levels: levels.map(({ concurrency, mean, expected, oversubscribed }) => ({
      concurrency,
      mean,
      expected: expected.value,
      low: expected.low,
      high: expected.high,
      oversubscribed,
    })),
    furthest,
    // Told already.
    warnings: warnings.filter((each) => each !== optimum.because),
  };
}
