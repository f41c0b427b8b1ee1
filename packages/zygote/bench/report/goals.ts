import { COLD, OURS } from '../kinds.ts';
import type { KindResult } from '../measure/measure-kind.ts';
import type { RowResult } from '../measure/row.ts';

/** A requirement, what was measured, and whether that is enough. */
export interface GoalResult {
  readonly goal: string;
  readonly measured: number;
  readonly unit: 'x' | 'ms' | 'MB';
  readonly met: boolean;
}

const BURST = '200 at once';
/** As many as in the burst: the fewer are alive, the more of the zygote's pages count as theirs. */
const ALIVE = 200;
const ONE_BY_ONE = 'one by one';
const atLeast =
  (bound: number) =>
  (value: number): boolean =>
    value >= bound;
const under =
  (bound: number) =>
  (value: number): boolean =>
    value < bound;

/** Judges the requirements on those of the kinds that were measured. */
export function judgeGoals(results: readonly KindResult[]): readonly GoalResult[] {
  return results.flatMap((result) => {
    switch (result.kind) {
      case 'bare agent':
        return [burstGoal(result, 20)];
      case 'agent on the runtime':
        return [burstGoal(result, 25), ...runtimeGoals(result)];
      case 'agent with an SDK':
        return [burstGoal(result, 60)];
      default:
        return [];
    }
  });
}

function burstGoal(result: KindResult, times: number): GoalResult {
  const goal = `${result.kind}: in a burst at least ${times}x the exec launcher's, one by one`;
  return judge(goal, timesCold(result, rowOf(result, OURS, BURST)), 'x', atLeast(times));
}

function runtimeGoals(result: KindResult): readonly GoalResult[] {
  const { kind } = result;
  const memory = result.memory.find((row) => row.contestant === OURS && row.alive === ALIVE);
  if (memory === undefined) throw new Error(`${kind}: no memory of ${ALIVE} alive`);
  const oneByOne = rowOf(result, OURS, ONE_BY_ONE).p50Ms;
  const allReadyMs = rowOf(result, OURS, '700 at once').allReadyMs;
  return [
    judge(`${kind}: one by one, p50 to ready under 2.5 ms`, oneByOne, 'ms', under(2.5)),
    judge(`${kind}: 700 at once ready in under 1200 ms`, allReadyMs, 'ms', under(1_200)),
    judge(`${kind}: at most 1.3 MB each, idle`, memory.idleMb, 'MB', (mb) => mb <= 1.3),
  ];
}

function judge(
  goal: string,
  measured: number,
  unit: GoalResult['unit'],
  holds: (value: number) => boolean,
): GoalResult {
  return { goal, measured, unit, met: holds(measured) };
}

/** How many times as many agents a second as the exec launcher starts one by one. */
export function timesCold(result: KindResult, row: RowResult): number {
  return row.agentsPerSecond / rowOf(result, COLD, ONE_BY_ONE).agentsPerSecond;
}

function rowOf(result: KindResult, contestant: string, pace: string): RowResult {
  const row = result.starts.find((each) => each.contestant === contestant && each.pace === pace);
  if (row === undefined) throw new Error(`${result.kind}: ${contestant}, ${pace} was not measured`);
  return row;
}
