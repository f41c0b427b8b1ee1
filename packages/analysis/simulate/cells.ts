import { atLeast, lessThan, type Bound, type Quantity, type Runs } from '../src/index.ts';
import { type Cell, type Promised, runsOfArms } from './cell.ts';
import { gaussians, type Random, successes } from './chance.ts';
import { type Noise, NOISES } from './noise.ts';
import { outcomeOf } from './outcome.ts';
import { bestOfArms } from './selected.ts';

/** Fixed numbers of blocks, and looks that sprints have. */
const PLANS = [[6], [10], [20], [30], [6, 10], [10, 20, 30]] as const;
/** 1 is the boundary, where a verdict either way is an error; the others ask for power. */
const TRUTHS = [1, 1.1, 1.5] as const;
/** As far from the bound as what most sprints measure. */
const FAR = 5;
/** One-sided confidence of the verdicts. */
const CONFIDENCE = 0.95;
const METRICS = {
  value: { unit: 'ms' },
  successes: { unit: 'count' },
  attempts: { unit: 'count' },
};

type Told = Pick<Cell, 'quantity' | 'noise' | 'looks' | 'truthOver' | 'truth' | 'promised'>;

function cell(told: Told, quantity: Quantity, bound: Bound, draw: (random: Random) => Runs): Cell {
  const why = { statement: told.quantity, because: 'its truth is known' };
  const definition = {
    metrics: METRICS,
    criteria: [{ id: 'claim', ...why, quantity, bound }],
    shown: [],
    design: { confidence: CONFIDENCE, looks: told.looks },
  };
  return { ...told, judgeOnce: (random) => outcomeOf(definition, told.truth, draw(random)) };
}

type Plan = readonly number[];
const mostOf = (looks: Plan): number => looks.at(-1) ?? 0;
const times = (log: number): number => Math.exp(log);

function speedup(noise: Noise, looks: Plan, truthOver: number): Cell {
  const bound = 2;
  const truth = bound * truthOver;
  // The truth is what a typical pair shows, so what skews the pairs is not counted as speed.
  const scale = truth / times(noise.pairMedian);
  const promised = noise.fair ? 'exact' : 'nothing';
  return cell(
    { quantity: 'speedup', noise: noise.name, looks, truthOver, truth, promised },
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
  return cell(
    { quantity: 'difference', noise: noise.name, looks, truthOver, truth, promised },
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
  return cell(
    { quantity: 'level', noise: noise.name, looks, truthOver, truth, promised },
    { kind: 'level', metric: 'value', arm: 'from' },
    atLeast(bound),
    (random) => {
      const { from } = noise.draw(random, mostOf(looks));
      return runsOfArms({ from: from.map((log) => truth * times(log - noise.fromMedian)) });
    },
  );
}

/** 700 attempts over all blocks; `sd` is how much a run's own chance varies, as log odds. */
function proportion(bound: number, looks: Plan, truthOver: number, sd = 0): Cell {
  const rare = bound < 0.5;
  const truth = rare ? bound / truthOver : bound * truthOver;
  const attempts = 700 / mostOf(looks);
  const noise = sd === 0 ? 'attempts independent' : `attempts of a run alike, sd ${sd}`;
  return cell(
    {
      quantity: `proportion ${rare ? '<' : '>='} ${bound}`,
      noise,
      looks,
      truthOver,
      truth,
      promised: sd === 0 ? 'conservative' : 'nothing',
    },
    { kind: 'proportion', successes: 'successes', attempts: 'attempts', arm: 'arm' },
    rare ? lessThan(bound) : atLeast(bound),
    (random) => ({
      plannedBlocks: mostOf(looks),
      blocks: gaussians(random, mostOf(looks), sd).map((shift, at) => {
        const chance = sd === 0 ? truth : 1 / (1 + ((1 - truth) / truth) * times(-shift));
        const values = { successes: successes(random, attempts, chance), attempts };
        return { index: at + 1, trials: { arm: { outcome: 'ok', values } } };
      }),
    }),
  );
}

const ARMS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** The lowest of six arms: the others lie `above` times as high, and at 1 any of them may stray. */
function lowest(looks: Plan, truthOver: number, above: number): Cell {
  const bound = 50;
  const truth = bound * truthOver;
  return cell(
    {
      quantity: `lowest of 6, others ${above}x`,
      noise: NOISES.quiet.name,
      looks,
      truthOver,
      truth,
      promised: 'conservative',
    },
    { kind: 'lowest', metric: 'value', arms: ARMS },
    atLeast(bound),
    (random: Random) =>
      runsOfArms(
        Object.fromEntries(
          ARMS.map((arm, at) => [
            arm,
            gaussians(random, mostOf(looks), 0.1).map(
              (log) => truth * (at === 0 ? 1 : above) * times(log),
            ),
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
  ...[1, 2].flatMap((above) => over([[10], [30], [6, 10]], (...at) => lowest(...at, above))),
  ...over([[10], [18], [30]], (looks, truthOver) => bestOfArms(mostOf(looks), truthOver)),
];
