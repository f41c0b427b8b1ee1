import { adviseSize, type Use } from '@muster/pooling/advisor';
import type { Trial } from './pool-metrics.ts';

/** Pools that the advisor tells the hit rate of, as multiples of the one that was asked. */
export const GROWTHS = { 100: 1, 125: 1.25, 150: 1.5, 200: 2 } as const;

/** The criterion's. */
const WANTED_HIT_RATE = 0.7;

/** What the advisor makes of a workload as it was recorded, the first uses of which settle the pool. */
export function observeForetold(
  uses: readonly Use[],
  settling: number,
  { sizes, random, observe }: Pick<Trial, 'sizes' | 'random' | 'observe'>,
): void {
  const sizeOf = (growth: number): number => Math.ceil(growth * sizes.poolSize);
  const { size, curve } = adviseSize({
    uses,
    goal: { share: WANTED_HIT_RATE },
    settlingMs: (uses[settling]?.atMs ?? Number.NaN) - (uses[0]?.atMs ?? Number.NaN),
    sizes: Object.values(GROWTHS).map(sizeOf),
    random: () => random.next(),
  });
  const pointOf = (growth: number) => curve.find((point) => point.size === sizeOf(growth))!;
  observe({
    advisedSize: size,
    foretold100: pointOf(GROWTHS[100]).share,
    foretold125: pointOf(GROWTHS[125]).share,
    foretold150: pointOf(GROWTHS[150]).share,
    foretold200: pointOf(GROWTHS[200]).share,
    modelled100: pointOf(GROWTHS[100]).modelled,
  });
}
