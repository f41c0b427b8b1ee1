import type { Observation } from './descend.ts';
import { curveOf } from './fit.ts';
import type { ScalingCurve } from './law.ts';
import { leastSquaresNear } from './least-squares.ts';
import type { Level } from './levels.ts';
import type { Triple } from './symmetric.ts';

/** Uniform in [0, 1); the same sequence gives the same intervals. */
export type RandomNumber = () => number;

/**
 * The curves of several laws through `resamples` other sets of runs that might as well have been: as many
 * runs at each level, drawn from those there were. `fitted` are the laws' curves through the runs themselves.
 * They may leave the law's bounds, as `leastSquaresNear` says.
 *
 * Drawn means vary less than means do, by n - 1 in n, which shows with few runs; their distance from
 * the level's mean is stretched by what is missing (Davison and Hinkley, "Bootstrap Methods", 1997).
 */
export function resampleCurves(
  levels: readonly Level[],
  fitted: readonly Triple[],
  resamples: number,
  random: RandomNumber,
): readonly (readonly ScalingCurve[])[] {
  const curves = fitted.map((): ScalingCurve[] => []);
  for (let round = 0; round < resamples; round += 1) {
    const drawn = levels.map((level) => draw(level, random));
    for (const [at, solution] of leastSquaresNear(drawn, fitted).entries()) {
      curves[at]?.push(curveOf(solution));
    }
  }
  return curves;
}

function draw({ concurrency, shares, mean }: Level, random: RandomNumber): Observation {
  const runs = shares.length;
  let sum = 0;
  for (let run = 0; run < runs; run += 1) {
    const number = random();
    const share = shares[Math.floor(number * runs)];
    if (share === undefined) {
      throw new TypeError(`\`random\` must give numbers from 0 to below 1, got ${number}`);
    }
    sum += share;
  }
  const stretch = Math.sqrt(runs / (runs - 1));
  return { concurrency, runs, mean: Math.max(0, mean + stretch * (sum / runs - mean)) };
}
