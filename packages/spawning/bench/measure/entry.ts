import { median } from '@muster/analysis';
import { type Contestant, nameOf } from '../contestants/contestant.ts';
import type { Sample } from './sample.ts';

/** A contestant, and how many agents it starts in a burst. */
export interface Entry {
  readonly contestant: Contestant;
  readonly count: number;
  /** How many are wanted, when `count` is a part of them: times are scaled to it. */
  readonly scaledTo?: number;
}

/** An entry as measured, a value for each round. Figures of a coordinator are there where it has one. */
export interface EntryResult {
  readonly name: string;
  readonly count: number;
  /** What `allReadyMs` is scaled to; null where it is as measured. */
  readonly scaledTo: number | null;
  readonly allReadyMs: readonly number[];
  readonly loopP99Ms: readonly number[];
  readonly loopMaxMs: readonly number[];
  /** For each agent. */
  readonly processorMs: readonly number[];
}

/** Puts the samples of an entry together. */
export function resultOf(
  { contestant, count, scaledTo = count }: Entry,
  samples: readonly Sample[],
): EntryResult {
  const coordinators = samples.flatMap(({ coordinator }) => coordinator ?? []);
  return {
    name: nameOf(contestant),
    count,
    scaledTo: scaledTo === count ? null : scaledTo,
    allReadyMs: samples.map(({ allReadyMs }) => (allReadyMs * scaledTo) / count),
    loopP99Ms: coordinators.map(({ loopP99Ms }) => loopP99Ms),
    loopMaxMs: coordinators.map(({ loopMaxMs }) => loopMaxMs),
    processorMs: coordinators.map(({ processorMs }) => processorMs / count),
  };
}

/** How many times as long `one` took as `other`: the median of the ratios within the rounds. */
export function timesAsLong(one: EntryResult, other: EntryResult): number {
  return median(one.allReadyMs.map((ms, round) => ms / other.allReadyMs[round]!));
}

/** The one with the lowest median. */
export function quickest(results: readonly EntryResult[]): EntryResult {
  return results.reduce((best, each) =>
    median(each.allReadyMs) < median(best.allReadyMs) ? each : best,
  );
}
