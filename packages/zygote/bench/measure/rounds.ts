import { createRandom } from '../../../experiment/src/plan/random.ts';
import { figuresOf } from './figures.ts';
import type { Row, RowResult } from './row.ts';
import type { Sample } from './sample.ts';
import type { Scale } from './scale.ts';

const SHUFFLE_SEED = 1;

/**
 * Measures rows in rounds. Each round takes one sample of every row, in random order, so that neither
 * drift of the machine nor who went before falls on one of them alone.
 */
export async function measureRows(
  kind: string,
  rows: readonly Row[],
  { rounds, warmupRounds }: Scale,
): Promise<readonly RowResult[]> {
  const random = createRandom(SHUFFLE_SEED, kind);
  const samples = new Map<Row, Sample[]>(rows.map((row) => [row, []]));
  for (let round = 0; round < warmupRounds + rounds; round++) {
    for (const row of random.shuffle(rows)) {
      const sample = await row.sample();
      if (round >= warmupRounds) samples.get(row)?.push(sample);
    }
  }
  return rows.map((row) => ({
    contestant: row.contestant,
    pace: row.pace,
    ...figuresOf(samples.get(row) ?? []),
  }));
}
