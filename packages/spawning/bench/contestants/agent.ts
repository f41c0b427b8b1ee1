import { fileURLToPath } from 'node:url';
import { agentEnvironment, inheritedConditions } from '@muster/agent-runtime/launcher-kit';

/** The smallest agent there is. All contestants start it. */
export const MODULE: string = fileURLToPath(
  import.meta.resolve('@muster/agent-runtime/echo-agent'),
);

/** The words of its command, the same as Muster's own launcher uses. */
export const COMMAND: readonly [string, ...string[]] = [
  process.execPath,
  ...inheritedConditions(process.execArgv, process.env['NODE_OPTIONS']),
  MODULE,
];

/** What an agent of a peer finds in its environment. */
export function environmentOf(agentId: string, socketPath: string): Record<string, string> {
  const identity = { MUSTER_AGENT: agentId, MUSTER_INCARNATION: '1', MUSTER_TOKEN: 'none' };
  const environment = agentEnvironment(process.env, [], {}, identity);
  return { ...environment, MUSTER_SOCKET: socketPath };
}
