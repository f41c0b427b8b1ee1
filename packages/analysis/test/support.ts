import type { Block, RunOutcome, Runs } from '../src/runs.ts';
import type { CriterionJudgement } from '../src/judgement.ts';
import type { Verdict } from '../src/verdict.ts';
import { atLeast } from '../src/criterion.ts';
import { judgeSprint, type SprintJudgement } from '../src/decision/sprint.ts';
import type { Targets } from '../src/decision/targets.ts';

/** Runs in which every arm gave one number a block for each of its metrics. */
export function runsOf(
  arms: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>,
): Runs {
  const length = Math.max(
    ...Object.values(arms).flatMap((metrics) =>
      Object.values(metrics).map((column) => column.length),
    ),
  );
  const blocks = Array.from({ length }, (_, at): Block => ({
    index: at + 1,
    trials: Object.fromEntries(
      Object.entries(arms).map(([arm, metrics]): [string, RunOutcome] => [
        arm,
        {
          outcome: 'ok',
          values: Object.fromEntries(
            Object.entries(metrics).flatMap(([metric, column]) => {
              const value = column[at];
              return value === undefined ? [] : [[metric, value] as const];
            }),
          ),
        },
      ]),
    ),
  }));
  return { plannedBlocks: length, blocks };
}

/** The same runs with one trial replaced, or taken out. */
export function withTrial(runs: Runs, index: number, arm: string, outcome?: RunOutcome): Runs {
  const blocks = runs.blocks.map((block) => {
    if (block.index !== index) return block;
    const { [arm]: _taken, ...others } = block.trials;
    return { ...block, trials: outcome === undefined ? others : { ...others, [arm]: outcome } };
  });
  return { ...runs, blocks };
}

/** A criterion's judgement with a given verdict, for rules that only read verdicts. */
export function judgementOf(id: string, verdict: Verdict): CriterionJudgement {
  return {
    id,
    launcher: null,
    statement: id,
    why: 'for the test',
    unit: 'ratio',
    quantity: { kind: 'level', metric: 'share', arm: 'pool' },
    independent: null,
    bound: { is: 'at least', value: 0.7 },
    verdict,
    because: 'for the test',
    estimate: null,
    cautious: null,
    median: null,
    selected: null,
    warnings: [],
  };
}

/** A judgement of an improvement of at least `minimum` with a given verdict and interval. */
export function improvementOf(
  verdict: Verdict,
  ends: readonly [number | null, number | null] | null,
  minimum = 2,
): CriterionJudgement {
  const middle = ends === null ? null : Math.sqrt((ends[0] ?? 1) * (ends[1] ?? 10));
  const estimate =
    ends === null
      ? null
      : {
          value: middle,
          low: ends[0],
          high: ends[1],
          confidence: 0.9,
          n: 30,
          method: 'for the test',
          warnings: [],
        };
  return {
    ...judgementOf('speed', verdict),
    unit: 'x',
    quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pool' },
    bound: atLeast(minimum),
    estimate,
    cautious: estimate === null ? null : { low: estimate.low, high: estimate.high },
    median: estimate,
  };
}

/** Seeded chance in 0..1 (mulberry32), so that a simulation gives the same answer every time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The targets of the sprint that `sprintOf` makes. */
export const targets: Targets = { minimum: 2, ideal: 5, skipBelow: 1.5, statedAs: '2-5×' };
/** The ends of a speed-up as a judgement holds them. */
export type Ends = readonly [number | null, number | null] | null;

/** A sprint from the verdict and interval of its improvement and the verdict of its other criterion. */
export function sprintOf(
  speed: Verdict,
  ends: Ends,
  other: Verdict = 'met',
  id = '3.1',
): SprintJudgement {
  return judgeSprint({
    id,
    optimization: 'Agent pooling',
    improvement: 'speed',
    targets,
    criteria: [improvementOf(speed, ends), judgementOf('hit-rate', other)],
  });
}
