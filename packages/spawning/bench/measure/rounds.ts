import type { Random } from '../../../experiment/src/plan/random.ts';
import { type Entry, type EntryResult, resultOf } from './entry.ts';
import type { Sample } from './sample.ts';
import { takeSample } from './take-sample.ts';

/** Started and ended before each measured burst, so that code runs as in a coordinator at work. */
const WARMUP_COUNT = 20;

export interface RoundsOptions {
  readonly rounds: number;
  readonly random: Random;
  /** Hears how many are done. */
  readonly onRound: (done: number) => void;
}

/**
 * Measures groups of entries together, in rounds. Each round takes one sample of every entry, in
 * random order, so that neither drift of the machine nor who went before falls on one of them alone.
 */
export async function measureRounds<Group extends string>(
  groups: Readonly<Record<Group, readonly Entry[]>>,
  { rounds, random, onRound }: RoundsOptions,
): Promise<Record<Group, readonly EntryResult[]>> {
  const all = Object.entries<readonly Entry[]>(groups);
  const entries = all.flatMap(([, group]) => group);
  const samples = new Map<Entry, Sample[]>(entries.map((entry) => [entry, []]));
  for (let round = 0; round < rounds; round++) {
    for (const entry of random.shuffle(entries)) {
      const { contestant, count } = entry;
      const sample = await takeSample({ contestant, count, warmupCount: WARMUP_COUNT });
      samples.get(entry)?.push(sample);
    }
    onRound(round + 1);
  }
  const results = all.map(([name, group]) => [
    name,
    group.map((entry) => resultOf(entry, samples.get(entry) ?? [])),
  ]);
  return Object.fromEntries(results);
}
