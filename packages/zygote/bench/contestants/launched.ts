import type { AgentSpec, Launcher } from '@muster/agent-runtime';
import type { Contestant } from './contestant.ts';

/**
 * Agents from a launcher: each has said hello with its token, said ready, and is supervised. It owns
 * the launcher. One that is not started as `kind` says fails the benchmark.
 */
export function launched(
  name: string,
  kind: 'cold' | 'forked',
  launcher: Launcher,
  spec: AgentSpec,
): Contestant {
  return {
    name,
    start: async () => {
      const agent = await launcher.launch(spec);
      if (agent.start.kind !== kind) {
        throw new Error(`${name}: an agent was started ${JSON.stringify(agent.start)}`);
      }
      return { pid: agent.pid, task: () => agent.run(null), end: () => agent.kill() };
    },
    close: () => launcher.close(),
  };
}
