import type { BenchCase, BenchResult } from './bench-case.ts';

/** The values of a case by contestant, in the case's unit. */
export interface CaseValues {
  readonly ours: number;
  readonly peers: Readonly<Record<string, number>>;
}

/** What a case's values come to. `BenchResult.ratio` says what the ratio means. */
export function judgeCase(benchCase: BenchCase, { ours, peers }: CaseValues): BenchResult {
  const { name, unit, better = 'less', floors = [], goal } = benchCase;
  const competing = Object.entries(peers).flatMap(([peer, value]) =>
    floors.includes(peer) ? [] : [value],
  );
  const ratio = competing.length === 0 ? null : ratioToBest(ours, competing, better);
  return {
    name,
    unit,
    ours,
    peers,
    ratio,
    goal: goal?.text ?? null,
    met: goal?.holds(ours, ratio) ?? null,
  };
}

function ratioToBest(ours: number, peers: readonly number[], better: 'less' | 'more'): number {
  return better === 'less' ? Math.min(...peers) / ours : ours / Math.max(...peers);
}
