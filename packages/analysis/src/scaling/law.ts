/** The laws that throughput X may follow with concurrency N, each the next with a term less. */
export type Law = 'linear' | 'amdahl' | 'usl';

/** From the simplest on; a law's place says how many of the terms it has. */
export const LAWS: readonly Law[] = ['linear', 'amdahl', 'usl'];

/**
 * A curve of the universal scalability law, X = g N / (1 + a (N - 1) + b N (N - 1)) (Gunther,
 * "Guerrilla Capacity Planning", 2007). Without b it is Amdahl's law, without a too it is a line.
 */
export interface ScalingCurve {
  /** g: throughput at concurrency 1. It is free: one level is no better than the others. */
  readonly rate: number;
  /** a: the share of work that is done one at a time, 0..1. */
  readonly contention: number;
  /** b, at least 0: what each further pair costs by keeping the other informed; it turns X down. */
  readonly coherency: number;
}

/** How many numbers of the curve a law leaves to the data: 1, 2 or 3. */
export function termsOf(law: Law): number {
  return LAWS.indexOf(law) + 1;
}

/** The curve's throughput at a concurrency of at least 1, however far out. */
export function curveAt(
  { rate, contention, coherency }: ScalingCurve,
  concurrency: number,
): number {
  const others = concurrency - 1;
  // Divided through by N, so that a large N does not overflow.
  return rate / (1 / concurrency + contention * (others / concurrency) + coherency * others);
}

/** Where a curve is highest, not necessarily at a whole number. */
export interface Peak {
  readonly concurrency: number;
  readonly throughput: number;
}

/** Whether nothing at all is done side by side: the curve is as high at 1 as anywhere. */
export function isFlat({ contention, coherency }: ScalingCurve): boolean {
  return contention >= 1 && coherency <= 0;
}

/**
 * The peak of a curve: sqrt((1 - a) / b), or 1 where it falls from the start. A curve that never
 * turns down has its peak at Infinity, where it reaches its limit.
 */
export function peakOf(curve: ScalingCurve): Peak {
  const { rate, contention, coherency } = curve;
  // Resampled curves may leave the law's bounds.
  if (coherency <= 0) {
    if (isFlat(curve)) return { concurrency: 1, throughput: rate };
    return { concurrency: Infinity, throughput: limitOf(curve) };
  }
  const concurrency = Math.sqrt(Math.max(1, (1 - contention) / coherency));
  return { concurrency, throughput: curveAt(curve, concurrency) };
}

/**
 * What contention alone would let throughput come to, g / a: an asymptote, not a prediction;
 * Infinity without contention, unless nothing is done at all.
 */
export function limitOf({ rate, contention }: ScalingCurve): number {
  if (rate === 0) return 0;
  return contention <= 0 ? Infinity : rate / contention;
}
