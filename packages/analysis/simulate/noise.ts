import { normalProbability } from '../src/normal.ts';
import { autoregressive, gaussian, gaussians, type Random } from './chance.ts';

/** The noise of two arms, block by block, added to the logarithms of what they truly take. */
export interface NoisePairs {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** How runs of a known truth vary. */
export interface Noise {
  readonly name: string;
  readonly draw: (random: Random, n: number) => NoisePairs;
  /** The median of from - to in a pair: 0 unless the arms differ in more than their truth. */
  readonly pairMedian: number;
  /** The median of `from` alone. */
  readonly fromMedian: number;
  /**
   * Whether the exact methods' assumptions hold for pairs of it: independent, symmetric. Where not,
   * verdicts must be held back.
   */
  readonly fair: boolean;
}

type Draw = Noise['draw'];

const SPIKE_RATE = 0.1;
const SPIKE_FROM = 1.5;
const SPIKE_TO = 4;
const CORE_SD = 0.05;

function noise(name: string, draw: Draw, rest: Partial<Omit<Noise, 'name' | 'draw'>> = {}): Noise {
  return { name, draw, pairMedian: 0, fromMedian: 0, fair: true, ...rest };
}

function alike(draw: (random: Random, n: number) => readonly number[]): Draw {
  return (random, n) => ({ from: draw(random, n), to: draw(random, n) });
}

const lognormal = (sd: number): Draw => alike((random, n) => gaussians(random, n, sd));

/** Two modes, 35 % apart: a run hits a slow path or does not. */
const bimodal = alike((random, n) =>
  gaussians(random, n, 0.03).map((each) => each + (random.next() < 0.5 ? -0.15 : 0.15)),
);

const spike = (random: Random): number =>
  random.next() < SPIKE_RATE ? Math.log(SPIKE_FROM + (SPIKE_TO - SPIKE_FROM) * random.next()) : 0;
const spiky = (random: Random, n: number): number[] =>
  gaussians(random, n, CORE_SD).map((each) => each + spike(random));

/** Neighbouring blocks are alike in both arms: a machine that is slow for a while. */
const shared =
  (phi: number): Draw =>
  (random, n) => {
    const common = autoregressive(random, n, 0.1, phi);
    const own = (): number[] => common.map((each) => each + CORE_SD * gaussian(random));
    return { from: own(), to: own() };
  };

/** Neighbouring blocks are alike in one arm only, which pairing cannot cancel. */
const within =
  (phi: number): Draw =>
  (random, n) => ({
    from: autoregressive(random, n, 0.1, phi),
    to: gaussians(random, n, 0.03),
  });

/** The machine gets slower from the first run to the last; which arm goes first is drawn. */
const drifting =
  (share: number): Draw =>
  (random, n) => {
    const from: number[] = [];
    const to: number[] = [];
    for (let block = 0; block < n; block += 1) {
      const first = random.next() < 0.5 ? 0 : 1;
      const at = (order: number): number =>
        (Math.log1p(share) * (2 * block + order)) / (2 * n - 1) + CORE_SD * gaussian(random);
      from.push(at(first));
      to.push(at(1 - first));
    }
    return { from, to };
  };

/** Exponential, as waiting times are: its median is ln 2 and its mean 1. */
const skewed: Draw = (random, n) => ({
  from: Array.from({ length: n }, () => -Math.log(1 - random.next())),
  to: gaussians(random, n, CORE_SD),
});

/** Probability that the core, of this sd, with its spikes is at most `x`, by the midpoint rule. */
function spikyAtMost(x: number, sd: number): number {
  const steps = 200;
  let spiked = 0;
  for (let at = 0; at < steps; at += 1) {
    const size = SPIKE_FROM + ((SPIKE_TO - SPIKE_FROM) * (at + 0.5)) / steps;
    spiked += normalProbability((x - Math.log(size)) / sd) / steps;
  }
  return (1 - SPIKE_RATE) * normalProbability(x / sd) + SPIKE_RATE * spiked;
}

function spikyMedian(sd: number): number {
  return medianOf((x) => spikyAtMost(x, sd));
}

/** The median of from - to of `skewed`: an exponential value less a normal one of sd `CORE_SD`. */
function skewedAtMost(x: number): number {
  const sd = CORE_SD;
  return (
    normalProbability(x / sd) - Math.exp((sd * sd) / 2 - x) * normalProbability((x - sd * sd) / sd)
  );
}

function medianOf(atMost: (x: number) => number): number {
  let low = -1;
  let high = 2;
  for (let turn = 0; turn < 50; turn += 1) {
    const middle = (low + high) / 2;
    if (atMost(middle) < 0.5) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Every kind of noise that verdicts are tried on. */
export const NOISES = {
  quiet: noise('lognormal, sd .1', lognormal(0.1)),
  loud: noise('lognormal, sd .3', lognormal(0.3)),
  bimodal: noise('bimodal', bimodal),
  spiky: noise('spikes in both arms', alike(spiky), { fromMedian: spikyMedian(CORE_SD) }),
  spikyArm: noise(
    'spikes in one arm',
    (random, n) => ({ from: spiky(random, n), to: gaussians(random, n, CORE_SD) }),
    {
      pairMedian: spikyMedian(CORE_SD * Math.SQRT2),
      fromMedian: spikyMedian(CORE_SD),
      fair: false,
    },
  ),
  skewed: noise('exponential in one arm', skewed, {
    pairMedian: medianOf(skewedAtMost),
    fromMedian: Math.LN2,
    fair: false,
  }),
  shared5: noise('AR(1) .5 shared by the arms', shared(0.5)),
  shared9: noise('AR(1) .9 shared by the arms', shared(0.9)),
  within5: noise('AR(1) .5 within one arm', within(0.5), { fair: false }),
  within9: noise('AR(1) .9 within one arm', within(0.9), { fair: false }),
  drift5: noise('drift of 5 %', drifting(0.05), { fromMedian: Math.log1p(0.05) / 2 }),
  drift15: noise('drift of 15 %', drifting(0.15), { fromMedian: Math.log1p(0.15) / 2 }),
} as const satisfies Record<string, Noise>;
