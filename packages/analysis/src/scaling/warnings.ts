import { SEPARABLE } from './choose.ts';
import type { Levels } from './levels.ts';
import type { ResampledLaw } from './model.ts';
import type { Optimum } from './optimum.ts';
import { growsFasterThanLinear } from './superlinear.ts';

/** Fewer levels than this do not tell the laws apart. */
const FEWEST_LEVELS = 6;
/** Fewer levels beyond the cores than this show little of what happens there. */
const FEWEST_BEYOND_CORES = 3;

/** Resampled, fewer runs a level than this scatter less than they should. */
const FEWEST_RUNS = 5;

/** What warnings are made from. */
export interface WarningInput {
  readonly levels: Levels;
  readonly cores: number;
  readonly confidence: number;
  readonly laws: readonly ResampledLaw[];
  readonly chosen: ResampledLaw;
  readonly optimum: Optimum;
}

/** What a reader must know beside the fit, one sentence each: first the data, then what was made of them. */
export function scalingWarnings(input: WarningInput): string[] {
  return [...levelWarnings(input), ...runWarnings(input), ...lawWarnings(input)];
}

function levelWarnings({ levels: { levels }, cores, laws }: WarningInput): string[] {
  const all = levels.map(({ concurrency }) => concurrency);
  const beyond = all.filter((each) => each > cores);
  const warnings: string[] = [];
  if (all.length < FEWEST_LEVELS) {
    warnings.push(`at least ${FEWEST_LEVELS} levels tell the laws apart, got ${all.length}`);
  }
  if (!laws.some(({ law }) => law === 'usl')) {
    warnings.push(`usl was not fitted: it takes 3 levels, got ${all.length}`);
  }
  if (beyond.length < FEWEST_BEYOND_CORES) {
    warnings.push(
      `at least ${FEWEST_BEYOND_CORES} levels beyond the ${coresOf(cores)} show where throughput turns down, got ${beyond.length}`,
    );
  }
  if (beyond.length > 0) {
    warnings.push(
      `above ${coresOf(cores)} this measures oversubscription, not scalability: ${beyond.join(', ')}`,
    );
  }
  const [lowest] = all;
  if (lowest !== undefined && lowest > 1) {
    warnings.push(
      `no level at 1: the rate there is what the law makes of levels from ${lowest} on`,
    );
  }
  return warnings;
}

function coresOf(cores: number): string {
  return cores === 1 ? '1 core' : `${cores} cores`;
}

function runWarnings({ levels: { levels } }: WarningInput): string[] {
  const single = levels.filter(({ shares }) => shares.length < 2);
  const warnings: string[] = [];
  if (single.length > 0) {
    const where = single.map(({ concurrency }) => concurrency).join(', ');
    warnings.push(`no intervals: resampling takes 2 runs or more a level, got 1 at ${where}`);
  }
  const fewest = Math.min(...levels.map(({ shares }) => shares.length));
  if (fewest > 1 && fewest < FEWEST_RUNS) {
    warnings.push(
      `intervals are too narrow with fewer than ${FEWEST_RUNS} runs a level, got ${fewest}`,
    );
  }
  return warnings;
}

function lawWarnings({ levels, confidence, laws, chosen, optimum }: WarningInput): string[] {
  const warnings: string[] = [];
  if (chosen.aicc === null) {
    warnings.push(`too few runs to choose a law, got ${levels.runs}: linear is no finding`);
  }
  for (const { law } of laws.filter((each) => isRival(each, chosen))) {
    warnings.push(
      `${chosen.law} and ${law} are not separable: their AICc differs by less than ${SEPARABLE}`,
    );
  }
  if (chosen.model.coherency?.low === 0) {
    warnings.push('the retrograde term is not certain: its interval reaches down to 0');
  }
  if (optimum.found === 'none') warnings.push(optimum.because);
  if (optimum.found === 'peak') {
    const largest = Math.max(...levels.levels.map(({ concurrency }) => concurrency));
    if ((optimum.concurrency.value ?? Infinity) > largest) {
      warnings.push(`the peak lies beyond the largest concurrency measured, ${largest}`);
    }
  }
  if (growsFasterThanLinear(levels.levels, confidence)) {
    warnings.push('throughput grows faster than concurrency, which none of the laws allows for');
  }
  return warnings;
}

/** A law that comes out as the chosen one is the same curve, not a rival. */
function isRival({ law, difference, fit }: ResampledLaw, chosen: ResampledLaw): boolean {
  if (law === chosen.law || difference === null || difference >= SEPARABLE) return false;
  const { contention, coherency } = chosen.fit;
  return fit.contention !== contention || fit.coherency !== coherency;
}
