import type { Clock } from '@muster/agent-runtime';
import { answers } from '../health/probe.ts';
import type { ParsedOptions } from '../parse-options.ts';
import type { AcquireOptions } from '../pool.ts';
import type { Slot } from '../slots/slot.ts';
import { whileWanted } from '../time/while-wanted.ts';

type Steps = Pick<ParsedOptions, 'probe' | 'afterAssign'>;

/**
 * What came of preparing an agent for a lease: it is `ready`; `mute`, without an answer to the probe;
 * it `refused` the assignment, which a reset will take back; or it is `spoilt` by a hook that failed.
 */
export type Preparation =
  | { readonly kind: 'ready' | 'mute' }
  | { readonly kind: 'refused' | 'spoilt'; readonly error: unknown };

/** Whether there is anything to be done between picking an agent and giving its lease. */
export function needsPreparing(
  steps: Steps,
  { assign }: AcquireOptions,
  slot: Slot,
  clock: Clock,
): boolean {
  return assign !== undefined || steps.afterAssign !== undefined || isStale(steps, slot, clock);
}

/** Asks the agent whether it is there, if it was not heard of lately; tells it who it is; runs the hook. */
export async function prepare(
  steps: Steps,
  { assign }: AcquireOptions,
  slot: Slot,
  clock: Clock,
  signal: AbortSignal,
): Promise<Preparation> {
  const agent = slot.agent!;
  const { probe, afterAssign } = steps;
  if (probe !== undefined && isStale(steps, slot, clock)) {
    if (!(await answers(agent, probe.deadlineMs))) return { kind: 'mute' };
  }
  try {
    if (assign !== undefined) await agent.assign(assign, { signal });
  } catch (error) {
    return { kind: 'refused', error };
  }
  try {
    if (afterAssign !== undefined) await whileWanted(afterAssign(agent), signal);
  } catch (error) {
    return { kind: 'spoilt', error };
  }
  return { kind: 'ready' };
}

function isStale({ probe }: Steps, { seenAtMs }: Slot, clock: Clock): boolean {
  return probe !== undefined && clock.now() - seenAtMs > probe.bypassMs;
}
