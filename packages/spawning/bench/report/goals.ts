import { median } from '@muster/analysis';
import { type EntryResult, quickest, timesAsLong } from '../measure/entry.ts';

/** A requirement, what was measured, and whether that is enough. */
export interface GoalResult {
  readonly goal: string;
  readonly measured: number;
  readonly unit: 'x' | 'ms';
  readonly met: boolean;
}

/** All that was measured, by the part it plays. */
export interface Measured {
  readonly peers: readonly EntryResult[];
  readonly exec: readonly EntryResult[];
  readonly zygote: readonly EntryResult[];
  readonly oneByOne: EntryResult;
  readonly settings: readonly Settings[];
}

/** The ways to set a spawner on one launcher. */
export interface Settings {
  readonly fixed: readonly EntryResult[];
  readonly adaptive: EntryResult;
}

const AGENTS = 700;

/** Judges the requirements. Ratios are the median of those within the rounds. */
export function judgeGoals(measured: Measured): readonly GoalResult[] {
  const { peers, exec, zygote, oneByOne, settings } = measured;
  const bestPeer = quickest(peers);
  // The others are programs without a loop.
  const coordinators = peers.filter(({ loopMaxMs }) => loopMaxMs.length > 0);
  return [
    ...exec.map((own) => {
      const goal = `${own.name}: at most 1.05x as long as ${bestPeer.name}`;
      return atMost(goal, timesAsLong(own, bestPeer), 1.05);
    }),
    ...exec.flatMap((own) => coordinators.flatMap((peer) => loopGoals(own, peer))),
    ...settings.map(({ fixed, adaptive }) => {
      const best = quickest(fixed);
      const goal = `${adaptive.name}: at most 1.1x as long as the best fixed setting, ${best.name}`;
      return atMost(goal, timesAsLong(adaptive, best), 1.1);
    }),
    ...zygote.flatMap((own) => zygoteGoals(own, oneByOne)),
  ];
}

function loopGoals(own: EntryResult, peer: EntryResult): readonly GoalResult[] {
  const figures = { p99: 'loopP99Ms', longest: 'loopMaxMs' } as const;
  return Object.entries(figures).map(([word, figure]) => {
    const goal = `${own.name}: delay of its event loop, ${word}, below that of ${peer.name}`;
    const ratio = median(own[figure].map((ms, round) => ms / peer[figure][round]!));
    return { goal, measured: ratio, unit: 'x', met: ratio < 1 };
  });
}

function zygoteGoals(own: EntryResult, oneByOne: EntryResult): readonly GoalResult[] {
  const sooner = timesAsLong(oneByOne, own);
  const allReadyMs = median(own.allReadyMs);
  const isAll = own.count >= AGENTS;
  return [
    {
      goal: `${own.name}: ready at least 20x sooner than one by one, cold`,
      measured: sooner,
      unit: 'x',
      met: sooner >= 20,
    },
    {
      goal: `${own.name}: ${AGENTS} ready in under 1300 ms (a quiet machine)`,
      measured: allReadyMs,
      unit: 'ms',
      met: isAll && allReadyMs < 1_300,
    },
  ];
}

function atMost(goal: string, measured: number, bound: number): GoalResult {
  return { goal, measured, unit: 'x', met: measured <= bound };
}
