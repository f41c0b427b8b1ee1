import { type Agent, type AgentNeed, LEAST_NEED, needOf } from '@muster/agent-runtime';

/** What is known ahead of what one agent takes. */
export type ToldNeed = { readonly [Of in keyof AgentNeed]?: number | undefined };

/** What one agent takes, measured on a few of those that are ready. */
export interface NeedMeter {
  /** What was told; where nothing was, the most that was measured; before that, the least there can be. */
  readonly need: AgentNeed;
  /** An agent is ready. Resolves with whether it has been looked at, which most are not. */
  note(agent: Agent): Promise<boolean>;
}

/**
 * Looks at the first agent, the fourth, the sixteenth and so on: to find what an agent has started,
 * each look goes through all processes of the host, and those of a burst are more and more.
 */
export function createNeedMeter(told: ToldNeed): NeedMeter {
  let most = LEAST_NEED;
  let seen = 0;
  let nextLook = 1;
  const isTold =
    told.descriptors !== undefined && told.tasks !== undefined && told.memoryBytes !== undefined;
  return {
    get need() {
      const { descriptors, tasks, memoryBytes } = told;
      return {
        descriptors: descriptors ?? most.descriptors,
        tasks: tasks ?? most.tasks,
        memoryBytes: memoryBytes ?? most.memoryBytes,
      };
    },
    note: async ({ pid }) => {
      if (++seen < nextLook || isTold) return false;
      nextLook *= 4;
      const { descriptors, tasks, memoryBytes } = await needOf(pid).catch(() => LEAST_NEED);
      most = {
        descriptors,
        tasks: Math.max(most.tasks, tasks),
        memoryBytes: Math.max(most.memoryBytes, memoryBytes),
      };
      return true;
    },
  };
}
