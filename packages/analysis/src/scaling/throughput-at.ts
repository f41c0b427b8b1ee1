import type { Scaling } from './fit-scaling.ts';
import { curveAt } from './law.ts';

/** The throughput of a concurrency was asked for that lies too far from what was measured. */
export class ExtrapolationError extends Error {
  override readonly name = 'ExtrapolationError';
  readonly concurrency: number;
  /** The largest concurrency that can be asked for. */
  readonly furthest: number;

  constructor(concurrency: number, furthest: number) {
    super(
      `a concurrency of ${concurrency} is beyond ${furthest}, twice the largest that was measured`,
    );
    this.concurrency = concurrency;
    this.furthest = furthest;
  }
}

/**
 * The throughput that the chosen law gives at a concurrency, also between levels and up to twice the
 * largest; further out it is an `ExtrapolationError`.
 */
export function throughputAt(scaling: Scaling, concurrency: number): number {
  if (!(concurrency >= 1)) {
    throw new TypeError(`\`concurrency\` must be a number of at least 1, got ${concurrency}`);
  }
  if (concurrency > scaling.furthest) throw new ExtrapolationError(concurrency, scaling.furthest);
  const model = scaling.models.find(({ law }) => law === scaling.chosen);
  if (model === undefined) {
    throw new TypeError(`\`scaling.models\` must hold the chosen law, ${scaling.chosen}`);
  }
  return curveAt(
    {
      rate: model.rate.value ?? Infinity,
      contention: model.contention?.value ?? 0,
      coherency: model.coherency?.value ?? 0,
    },
    concurrency,
  );
}
