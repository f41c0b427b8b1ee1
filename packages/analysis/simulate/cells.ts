import { atLeast, lessThan } from '../src/index.ts';
import { type Allowed, type Cell, type Promised, runsOfArms } from './cell.ts';
import { gaussians, type Random, successes } from './chance.ts';
import { judgedCell } from './judged-cell.ts';
import { normalQuantile } from '../src/normal.ts';
import { type Noise, NOISES } from './noise.ts';
import { bestOfArms } from './selected.ts';

/** Fixed numbers of blocks, and looks that sprints have. */
const PLANS = [[6], [10], [20], [30], [6, 10], [10, 20, 30]] as const;
/** 1 is the boundary, where a verdict either way is an error; the others ask for power. */
const TRUTHS = [1, 1.1, 1.5] as const;
/** As far from the bound as what most sprints measure. */
const FAR = 5;
/** So few pairs are asked to bear half as much dependence, and say where that decides. */
const WANDERING: Allowed = { most: 0.17, because: 'few pairs do not show that an arm wanders' };
const wandering = (noise: Noise, looks: Plan): Allowed | undefined =>
  noise === NOISES.within9 && mostOf(looks) < 20 ? WANDERING : undefined;

type Plan = readonly number[];
const mostOf = (looks: Plan): number => looks.at(-1) ?? 0;
const times = (log: number): number => Math.exp(log);

function speedup(noise: Noise, looks: Plan, truthOver: number): Cell {
  const bound = 2;
  const truth = bound * truthOver;
  // The truth is what a typical pair shows, so what skews the pairs is not counted as speed.
  const scale = truth / times(noise.pairMedian);
  const promised = noise.fair ? 'exact' : 'nothing';
  const allowed = wandering(noise, looks);
  return judgedCell(
    { quantity: 'speedup', noise: noise.name, looks, truthOver, truth, promised, allowed },
    { kind: 'speedup', metric: 'value', from: 'from', to: 'to' },
    atLeast(bound),
    (random) => {
      const { from, to } = noise.draw(random, mostOf(looks));
      return runsOfArms({
        from: from.map((log) => 10 * scale * times(log)),
        to: to.map((log) => 10 * times(log)),
      });
    },
  );
}

/** A penalty in milliseconds, with the noise on it in milliseconds too. */
function difference(noise: Noise, looks: Plan, truthOver: number): Cell {
  const bound = 100;
  const truth = bound / truthOver;
  const promised = noise.fair ? 'exact' : 'nothing';
  const allowed = wandering(noise, looks);
  return judgedCell(
    { quantity: 'difference', noise: noise.name, looks, truthOver, truth, promised, allowed },
    { kind: 'difference', metric: 'value', from: 'to', to: 'from' },
    lessThan(bound),
    (random) => {
      const { from, to } = noise.draw(random, mostOf(looks));
      const by = truth - 200 * noise.pairMedian;
      return runsOfArms({
        from: from.map((each) => 1000 + by + 200 * each),
        to: to.map((each) => 1000 + 200 * each),
      });
    },
  );
}

/** The typical value of one arm's runs, about which pairs say nothing. */
function level(noise: Noise, looks: Plan, truthOver: number, promised: Promised): Cell {
  const bound = 50;
  const truth = bound * truthOver;
  return judgedCell(
    { quantity: 'level', noise: noise.name, looks, truthOver, truth, promised },
    { kind: 'level', metric: 'value', arm: 'from' },
    atLeast(bound),
    (random) => {
      const { from } = noise.draw(random, mostOf(looks));
      return runsOfArms({ from: from.map((log) => truth * times(log - noise.fromMedian)) });
    },
  );
}

/**
 * That two failures in 700 meet "less than 1 %" takes attempts for independent, as is said beside it: so
 * few failures cannot show that they are not.
 */
const ATTEMPTS: Allowed = {
  most: 0.1,
  because: 'few failures do not show that attempts are alike',
};

/** 700 attempts over all blocks; `sd` is how much a run's own chance varies, in log odds. */
function proportion(bound: number, looks: Plan, truthOver: number, sd = 0): Cell {
  const rare = bound < 0.5;
  const truth = rare ? bound / truthOver : bound * truthOver;
  const attempts = 700 / mostOf(looks);
  const noise = sd === 0 ? 'attempts independent' : `attempts of a run alike, sd ${sd}`;
  const centre = logOddsOfMean(truth, sd);
  return judgedCell(
    {
      quantity: `proportion ${rare ? '<' : '>='} ${bound}`,
      noise,
      looks,
      truthOver,
      truth,
      promised: sd === 0 ? 'conservative' : 'nothing',
      ...(sd === 0 ? {} : { allowed: ATTEMPTS }),
    },
    { kind: 'proportion', successes: 'successes', attempts: 'attempts', arm: 'arm' },
    rare ? lessThan(bound) : atLeast(bound),
    (random) => ({
      plannedBlocks: mostOf(looks),
      blocks: gaussians(random, mostOf(looks), sd).map((shift, at) => {
        const chance = 1 / (1 + times(-centre - shift));
        const values = { successes: successes(random, attempts, chance), attempts };
        return { index: at + 1, trials: { arm: { outcome: 'ok', values } } };
      }),
    }),
  );
}

/** Where log odds that vary by `sd` must lie for chances to be `mean` on the average. */
function logOddsOfMean(mean: number, sd: number): number {
  const steps = 400;
  const shifts = Array.from({ length: steps }, (_, at) => sd * normalQuantile((at + 0.5) / steps));
  const meanAt = (centre: number): number =>
    shifts.reduce((sum, shift) => sum + 1 / (1 + times(-centre - shift)), 0) / steps;
  let [low, high] = [-20, 20];
  for (let turn = 0; turn < 50; turn += 1) {
    const middle = (low + high) / 2;
    if (meanAt(middle) < mean) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const ARMS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** The lowest of six arms: the others lie `above` times as high, and at 1 any of them may stray. */
function lowest(noise: Noise, looks: Plan, truthOver: number, above: number): Cell {
  const bound = 50;
  const truth = bound * truthOver;
  return judgedCell(
    {
      quantity: `lowest of 6, others ${above}x`,
      noise: noise.name,
      looks,
      truthOver,
      truth,
      promised: noise.fair ? 'conservative' : 'nothing',
    },
    { kind: 'lowest', metric: 'value', arms: ARMS },
    atLeast(bound),
    (random: Random) =>
      runsOfArms(
        Object.fromEntries(
          ARMS.map((arm, at) => [
            arm,
            noise
              .draw(random, mostOf(looks))
              .from.map((log) => truth * (at === 0 ? 1 : above) * times(log - noise.fromMedian)),
          ]),
        ),
      ),
  );
}

const LEVELS: readonly (readonly [Noise, Promised])[] = [
  [NOISES.quiet, 'exact'],
  [NOISES.loud, 'exact'],
  [NOISES.spiky, 'nothing'],
  [NOISES.shared9, 'nothing'],
  [NOISES.drift15, 'conservative'],
];

function over(plans: readonly Plan[], make: (looks: Plan, truthOver: number) => Cell): Cell[] {
  return plans.flatMap((looks) => TRUTHS.map((truthOver) => make(looks, truthOver)));
}

/** Every cell: quantities by noise by plan by truth. */
export const CELLS: readonly Cell[] = [
  ...Object.values(NOISES).flatMap((noise) => over(PLANS, (...at) => speedup(noise, ...at))),
  ...PLANS.map((looks) => speedup(NOISES.quiet, looks, FAR)),
  ...[NOISES.quiet, NOISES.spiky, NOISES.skewed, NOISES.within9].flatMap((noise) =>
    over([[10], [30], [6, 10]], (...at) => difference(noise, ...at)),
  ),
  ...LEVELS.flatMap(([noise, promised]) =>
    over([[10], [30], [6, 10]], (...at) => level(noise, ...at, promised)),
  ),
  ...[0.01, 0.7].flatMap((bound) =>
    over([[10], [6, 10]], (looks, truthOver) =>
      proportion(bound, looks, Math.min(truthOver, bound > 0.5 ? 1.3 : 2)),
    ),
  ),
  ...over([[10]], (...at) => proportion(0.01, ...at, 1)),
  ...[1, 2].flatMap((above) =>
    over([[10], [30], [6, 10]], (...at) => lowest(NOISES.quiet, ...at, above)),
  ),
  ...over([[10], [30]], (...at) => lowest(NOISES.skewed, ...at, 2)),
  ...over([[10], [18], [30]], (looks, truthOver) => bestOfArms(mostOf(looks), truthOver)),
];
