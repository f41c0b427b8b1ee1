import { createExecLauncher, type Launcher, type ModuleSpec } from '@muster/agent-runtime';
import { createSpawner, type Strategy } from '@muster/spawning';
import { zygoteLauncher } from '@muster/zygote';
import { MODULE } from './agent.ts';
import type { LauncherName, Starter } from './contestant.ts';

/** Many that start at once on few cores keep each other waiting; the peers have no deadline at all. */
const SPEC: ModuleSpec = { module: MODULE, helloDeadlineMs: 120_000 };

/** Our spawner, a new one for each burst: what adaptive has found does not help it the next time. */
export async function ourStarter(name: LauncherName, strategy: Strategy): Promise<Starter> {
  const launcher = await openLauncher(name);
  return {
    start: async (count) => {
      const spawner = createSpawner({ launcher, strategy });
      const wanted = Array.from({ length: count }, () => ({ spec: SPEC }));
      const { jobs } = await spawner.spawn(wanted).summary;
      const agents = jobs.flatMap(({ agent }) => agent ?? []);
      const alive = agents.filter(({ state }) => state.kind === 'ready').length;
      if (alive !== count) throw new Error(`${alive} of ${count} are alive`);
      return { end: () => Promise.all(agents.map((agent) => agent.kill())) };
    },
    close: () => launcher.close(),
  };
}

function openLauncher(name: LauncherName): Promise<Launcher> {
  return name === 'exec' ? createExecLauncher() : zygoteLauncher({ preload: [MODULE] });
}
