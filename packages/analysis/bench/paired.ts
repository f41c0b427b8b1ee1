import { pairedRatio, signedRankTest } from '@muster/analysis';
import wilcoxon from '@stdlib/stats-wilcoxon';
import { ratioBounds, Sample } from 'pragmastat';
import { micro, type BenchCase } from '../../../tooling/bench/index.ts';
import { durations } from './durations.ts';

const PAIRS = 30;

/** One interval of a ratio, the most frequent thing that judging does. */
export function pairedInterval(): BenchCase {
  const from = durations(PAIRS, 40);
  const to = durations(PAIRS, 4);
  return {
    name: `one paired interval of a ratio at n = ${PAIRS} (pragmastat: bounds for unpaired samples)`,
    unit: 'µs',
    rounds: 9,
    ours: micro(() => pairedRatio(from, to, 0.95)),
    peers: {
      'pragmastat ratioBounds, unpaired': micro(() =>
        ratioBounds(Sample.of(from), Sample.of(to), 0.05),
      ),
    },
    goal: { text: 'under 1 ms', holds: (micros) => micros < 1_000 },
  };
}

/** The test whose inversion that interval is. */
export function pairedTest(): BenchCase {
  const from = durations(PAIRS, 40);
  const to = durations(PAIRS, 39);
  const differences = from.map((each, at) => each - (to[at] ?? 0));
  return {
    name: `one exact signed-rank test at n = ${PAIRS}`,
    unit: 'µs',
    rounds: 9,
    ours: micro(() => signedRankTest(differences)),
    peers: { '@stdlib/stats-wilcoxon': micro(() => wilcoxon(differences)) },
  };
}
