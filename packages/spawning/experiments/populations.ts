import { fileURLToPath } from 'node:url';
import {
  type AgentSpec,
  type AgentStart,
  createExecLauncher,
  type Launcher,
} from '@muster/agent-runtime';
import type { LauncherDefinition } from '@muster/experiment';
import { zygoteLauncher } from '@muster/zygote';

/** Agents of one kind: what they are, how they are started, and how their handles must say they were. */
export interface Population {
  readonly spec: AgentSpec;
  readonly start: AgentStart['kind'];
  readonly open: () => Promise<Launcher>;
}

/** The smallest agent of Muster's own there is: what is measured is the price of a start. */
const echo = { module: import.meta.resolve('@muster/agent-runtime/echo-agent') };

const agentScript = new URL('../../../examples/agents/shell/agent.sh', import.meta.url);
/** A script, as the agents are that the seed speaks of. */
const shell = { command: fileURLToPath(agentScript), args: ['cat'] };

const zygote: Population = {
  spec: echo,
  start: 'forked',
  open: () => zygoteLauncher({ preload: [echo.module] }),
};
const POPULATIONS: ReadonlyMap<string | null, Population> = new Map([
  ['zygote', zygote],
  ['exec', { spec: echo, start: 'cold', open: () => createExecLauncher() }],
  ['shell', { spec: shell, start: 'cold', open: () => createExecLauncher() }],
]);

/**
 * The three populations, as ways to start agents: the first two in the order in which `openLauncher`
 * would choose them. Shell agents come last and never decide: they are another program.
 */
export const launchers: readonly LauncherDefinition[] = [
  { name: 'zygote', agents: 'agents forked from a zygote', absence: whyNoZygote },
  { name: 'exec', agents: 'agents started as fresh processes' },
  { name: 'shell', agents: 'plain shell scripts as agents' },
];

/** Throws TypeError for a name that is none of the populations'. */
export function populationOf(launcher: string | null): Population {
  const population = POPULATIONS.get(launcher);
  if (population !== undefined) return population;
  const names = [...POPULATIONS.keys()].join(', ');
  throw new TypeError(`\`launcher\` must be one of ${names}, got ${String(launcher)}`);
}

/** Why there can be no zygote on this machine; null when one has started and passed its self-test. */
async function whyNoZygote(): Promise<string | null> {
  // Its self-test has a deadline, and one busy moment must not decide for the whole run.
  return (await failureToOpen(zygote)) && (await failureToOpen(zygote));
}

async function failureToOpen({ open }: Population): Promise<string | null> {
  try {
    const launcher = await open();
    await launcher.close();
    return null;
  } catch (error) {
    // Whatever the reason, `openLauncher` would start agents cold here.
    return error instanceof Error ? error.message : String(error);
  }
}
