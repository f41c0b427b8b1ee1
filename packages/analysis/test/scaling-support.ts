import { fitScaling, type Scaling, type ScalingOptions } from '../src/scaling/fit-scaling.ts';
import { curveAt, type ScalingCurve } from '../src/scaling/law.ts';
import type { ScalingPoint } from '../src/scaling/levels.ts';

/** SPEC SDM91 on a Sun SPARCcenter 2000: scripts an hour with so many users at once (Gunther, 2007). */
export const SDM91: readonly ScalingPoint[] = [
  [1, 64.9],
  [18, 995.9],
  [36, 1652.4],
  [72, 1853.2],
  [108, 1828.9],
  [144, 1775],
  [216, 1702.2],
].map(([concurrency = 0, throughput = 0]) => ({ concurrency, throughputs: [throughput] }));

/** Points on a curve, one run for each factor that the curve's throughput is multiplied by. */
export function pointsOn(
  curve: ScalingCurve,
  concurrencies: readonly number[],
  factors: readonly number[] = [1],
): readonly ScalingPoint[] {
  return concurrencies.map((concurrency) => ({
    concurrency,
    throughputs: factors.map((factor) => factor * curveAt(curve, concurrency)),
  }));
}

/** A small seeded source of chance: Marsaglia's xorshift of 32 bits. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Concurrencies from one to eight times the cores that `scalingOf` speaks of. */
export const LEVELS = [1, 2, 4, 8, 16, 32, 64];
/** Seven runs a level, as factors, with a mean of 1. */
export const SCATTER = [0.96, 0.98, 0.99, 1, 1.01, 1.02, 1.04];
export const USL = { rate: 100, contention: 0.05, coherency: 0.001 };
export const AMDAHL = { rate: 100, contention: 0.05, coherency: 0 };
export const LINE = { rate: 100, contention: 0, coherency: 0 };

/** `fitScaling` with options that fit most tests. */
export function scalingOf(
  points: readonly ScalingPoint[],
  options: Partial<ScalingOptions> = {},
): Scaling {
  return fitScaling(points, {
    cores: 8,
    random: seeded(1),
    resamples: 200,
    confidence: 0.95,
    ...options,
  });
}

/** Runs that scatter around a curve by about 5 %, no two alike. */
export function scattered(curve: typeof USL, runs: number, seed: number): readonly ScalingPoint[] {
  const random = seeded(seed);
  return pointsOn(
    curve,
    LEVELS,
    Array.from({ length: runs }, () => 1),
  ).map((point) => ({
    ...point,
    throughputs: point.throughputs.map((each) => each * (0.91 + 0.18 * random())),
  }));
}
