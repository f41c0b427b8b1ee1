import { median } from '../../packages/analysis/src/quantile.ts';
import type { Random } from '../../packages/experiment/src/plan/random.ts';
import type { BenchCase, Sampler } from './bench-case.ts';
import type { CaseValues } from './judge-case.ts';

const OURS = 'ours';

/**
 * Measures a case in rounds. Each round takes one sample of every contestant, in random order, so
 * that neither drift of the machine nor who went before falls on one of them alone.
 */
export async function measureCase(
  benchCase: BenchCase,
  random: Random,
  onRound: (done: number, all: number) => void,
): Promise<CaseValues> {
  const { ours, peers, rounds, warmupRounds = 1 } = benchCase;
  if (Object.hasOwn(peers, OURS)) throw new TypeError('`peers` must not hold one named ours');
  if (!(Number.isSafeInteger(rounds) && rounds >= 1)) {
    throw new TypeError(`\`rounds\` must be a positive integer, got ${rounds}`);
  }
  const samplers: [string, Sampler][] = [[OURS, ours], ...Object.entries(peers)];
  const samples = new Map(samplers.map(([name]) => [name, new Array<number>()]));
  const all = warmupRounds + rounds;
  for (let round = 0; round < all; round += 1) {
    for (const [name, sample] of random.shuffle(samplers)) {
      const value = await sample();
      if (round >= warmupRounds) samples.get(name)?.push(value);
    }
    onRound(round + 1, all);
  }
  const { [OURS]: own = Number.NaN, ...others } = Object.fromEntries(
    [...samples].map(([name, values]) => [name, median(values)]),
  );
  return { ours: own, peers: others };
}
