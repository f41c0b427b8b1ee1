import type { Contestant } from '../contestants/contestant.ts';
import type { Figures, Sample } from './sample.ts';
import { type Pace, paced } from './start-many.ts';

/** One contestant at one pace. */
export interface Row {
  readonly contestant: string;
  /** In words: "one by one", "8 at a time", "200 at once". */
  readonly pace: string;
  readonly sample: () => Promise<Sample>;
}

export type RowResult = Omit<Row, 'sample'> & Figures;

export function paceName({ count, concurrency }: Pace): string {
  if (concurrency === 1) return 'one by one';
  return concurrency === count ? `${count} at once` : `${concurrency} at a time`;
}

/** One row for each pace. */
export function rowsOf(contestant: Contestant, paces: readonly Pace[]): readonly Row[] {
  return paces.map((pace) => ({
    contestant: contestant.name,
    pace: paceName(pace),
    sample: paced(contestant, pace),
  }));
}
