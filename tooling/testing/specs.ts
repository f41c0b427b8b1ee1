import type { AgentSpec } from '../../packages/agent-runtime/src/index.ts';

/** The module of the agent whose tasks name what it shall do. */
export const HANDYMAN: URL = new URL('handyman.ts', import.meta.url);
const RAW = new URL('raw-agent.ts', import.meta.url);
/** A machine that runs hundreds of other agents meanwhile lets one wait: only what is tested may fail. */
export const PATIENT: Partial<AgentSpec> = { helloDeadlineMs: 300_000, readyDeadlineMs: 300_000 };

/** The agent whose tasks name what it shall do. */
export function handyman(args: string[] = [], more: Partial<AgentSpec> = {}): AgentSpec {
  return { module: HANDYMAN, args, ...PATIENT, ...more };
}

/** An agent that says these lines over its channel, and nothing else. */
export function rawAgent(args: string[], more: Partial<AgentSpec> = {}): AgentSpec {
  return { module: RAW, args, ...PATIENT, ...more };
}
