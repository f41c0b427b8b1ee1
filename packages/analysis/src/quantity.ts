/** A metric as one arm shows it. */
export interface ArmMetric<Metric extends string = string, Arm extends string = string> {
  readonly metric: Metric;
  readonly arm: Arm;
}

/** A metric in two arms of the same block, compared pair by pair. */
export interface ArmPair<Metric extends string = string, Arm extends string = string> {
  readonly metric: Metric;
  readonly from: Arm;
  readonly to: Arm;
}

/**
 * What a criterion is about, as data. The names of metrics and arms are type parameters, so that
 * a misspelt one does not compile.
 *
 * - `speedup`: typical paired ratio from/to; above 1 `to` takes less. For a metric of which more is
 *   better, such as a throughput, name the improved arm as `from`.
 * - `difference`: typical paired difference, to - from.
 * - `level`: typical value of a run.
 * - `lowest`, `highest`: the extreme of several arms' levels, for claims about every arm.
 *   "Every arm is at least" needs each arm to pass alone (an intersection-union test: Berger,
 *   1982), so the end that proves it takes no correction. The opposite end would be reached when
 *   any one arm strays, and is corrected for their number (Bonferroni).
 * - `payback`: uses after which a cost is repaid, cost / (from - to) in each block; Infinity in a
 *   block that saves nothing. Its median, which such a block cannot distort.
 * - `proportion`: successes / attempts, totals over the runs.
 * - `selected`: how many times better than `baseline` the best of several arms is. Which arm that is
 *   follows from the first third of the planned blocks, how much better from the others: a verdict is
 *   about the arm that was chosen.
 */
export type Quantity<Metric extends string = string, Arm extends string = string> =
  | ({ readonly kind: 'speedup' } & ArmPair<Metric, Arm>)
  | ({ readonly kind: 'difference' } & ArmPair<Metric, Arm>)
  | ({ readonly kind: 'level' } & ArmMetric<Metric, Arm>)
  | { readonly kind: 'lowest'; readonly metric: Metric; readonly arms: readonly Arm[] }
  | { readonly kind: 'highest'; readonly metric: Metric; readonly arms: readonly Arm[] }
  | {
      readonly kind: 'payback';
      readonly cost: ArmMetric<Metric, Arm>;
      readonly saving: ArmPair<Metric, Arm>;
    }
  | {
      readonly kind: 'proportion';
      readonly successes: Metric;
      readonly attempts: Metric;
      readonly arm: Arm;
    }
  | {
      readonly kind: 'selected';
      readonly metric: Metric;
      readonly arms: readonly Arm[];
      readonly baseline: Arm;
      /** Which values are better: `low` for durations and bytes, `high` for throughputs. */
      readonly prefer: 'low' | 'high';
    };

/** Every metric of every arm that a quantity is computed from, in the order it is used. */
export function inputsOf(quantity: Quantity): readonly ArmMetric[] {
  switch (quantity.kind) {
    case 'speedup':
    case 'difference':
      return pairInputs(quantity);
    case 'level':
      return [{ metric: quantity.metric, arm: quantity.arm }];
    case 'lowest':
    case 'highest':
      return armInputs(quantity);
    case 'selected':
      if (quantity.arms.includes(quantity.baseline)) {
        throw new TypeError(`\`arms\` must not have the baseline ${quantity.baseline} among them`);
      }
      return [...armInputs(quantity), { metric: quantity.metric, arm: quantity.baseline }];
    case 'payback':
      return [
        { metric: quantity.cost.metric, arm: quantity.cost.arm },
        ...pairInputs(quantity.saving),
      ];
    default:
      return [
        { metric: quantity.successes, arm: quantity.arm },
        { metric: quantity.attempts, arm: quantity.arm },
      ];
  }
}

function armInputs({ metric, arms }: { metric: string; arms: readonly string[] }): ArmMetric[] {
  if (arms.length === 0) throw new TypeError('`arms` must name at least one arm, got none');
  return [...new Set(arms)].map((arm) => ({ metric, arm }));
}

function pairInputs({ metric, from, to }: ArmPair): ArmMetric[] {
  return [
    { metric, arm: from },
    { metric, arm: to },
  ];
}

/** The units of the metrics by name, as an experiment's definition lists them. */
export type MetricUnits = Readonly<Record<string, { readonly unit: string }>>;

/**
 * The unit a quantity is told in: `x` for a speed-up, `uses` for a payback, `ratio` for a
 * proportion, the metric's own otherwise. Throws a `TypeError` for a metric that is not listed.
 */
export function unitOf(quantity: Quantity, metrics: MetricUnits): string {
  for (const { metric } of inputsOf(quantity)) unitOfMetric(metric, metrics);
  switch (quantity.kind) {
    case 'speedup':
    case 'selected':
      return 'x';
    case 'payback':
      return 'uses';
    case 'proportion':
      return 'ratio';
    default:
      return unitOfMetric(quantity.metric, metrics);
  }
}

function unitOfMetric(metric: string, metrics: MetricUnits): string {
  const listed = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  if (listed !== undefined) return listed.unit;
  const names = Object.keys(metrics).join(', ');
  throw new TypeError(`\`metric\` must be one of ${names}, got ${JSON.stringify(metric)}`);
}
