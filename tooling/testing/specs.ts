import type { AgentSpec } from '../../packages/agent-runtime/src/index.ts';

/** The module of the agent whose tasks name what it shall do. */
export const HANDYMAN: URL = new URL('handyman.ts', import.meta.url);
const RAW = new URL('raw-agent.ts', import.meta.url);

/** The agent whose tasks name what it shall do. */
export function handyman(args: string[] = [], more: Partial<AgentSpec> = {}): AgentSpec {
  return { module: HANDYMAN, args, ...more };
}

/** An agent that says these lines over its channel, and nothing else. */
export function rawAgent(args: string[], more: Partial<AgentSpec> = {}): AgentSpec {
  return { module: RAW, args, ...more };
}
