import { termsOf, type Law } from './law.ts';
import type { FittedLaw } from './fit.ts';

/** How well a law is supported by the runs. */
export interface Support {
  readonly law: Law;
  /** Null when there are too few runs for a law of so many terms. */
  readonly aicc: number | null;
  /** AICc less the least of all laws, at least 0; null where AICc is. */
  readonly difference: number | null;
}

/** Laws whose AICc is nearer than this are both supported (Burnham and Anderson, 2002, section 2.6). */
export const SEPARABLE = 2;

/** Residuals below this share of the highest throughput are rounding, and no sign of a better law. */
const ROUNDING = 1e-9;

/**
 * The fits with their AICc: Akaike's criterion with the correction for few runs (Hurvich and Tsai, 1989), the
 * law's terms and the variance being what is estimated. The least is the best.
 */
export function supportOf(
  fitted: readonly FittedLaw[],
  unit: number,
): readonly (FittedLaw & Support)[] {
  const scored = fitted.map((each) => {
    const { law, runs } = each.fit;
    return { ...each, law, aicc: aiccOf(each.left, runs, termsOf(law) + 1, unit) };
  });
  const least = scored.reduce((found, { aicc }) => Math.min(found, aicc ?? Infinity), Infinity);
  return scored.map((each) => ({
    ...each,
    difference: each.aicc === null ? null : each.aicc - least,
  }));
}

/** The law to go by: least AICc. A tie goes to the simpler law, and so does a lack of runs. */
export function chooseLaw<Each extends Support>(laws: readonly Each[]): Each {
  const chosen = laws.find(({ difference }) => difference === 0) ?? laws[0];
  if (chosen === undefined) throw new TypeError('`laws` must hold at least one law, got none');
  return chosen;
}

function aiccOf(left: number, runs: number, estimated: number, unit: number): number | null {
  const spare = runs - estimated - 1;
  if (spare <= 0) return null;
  const variance = Math.max(left / runs, ROUNDING * ROUNDING);
  // The unit moves all laws alike; with it the number is that of the throughputs themselves.
  const misfit = runs * (Math.log(variance) + 2 * Math.log(unit > 0 ? unit : 1));
  return misfit + 2 * estimated + (2 * estimated * (estimated + 1)) / spare;
}
