import { type AgentSpec, createExecLauncher, type Launcher } from '@muster/agent-runtime';
import type { LauncherDefinition } from '@muster/experiment';
import { zygoteLauncher } from '@muster/zygote';
import { insistOn, type Way } from './insist-on.ts';
import type { Trial } from './pool-metrics.ts';

/** The smallest agent there is: what is measured is the price of an agent, not of its work. */
export const spec = {
  module: import.meta.resolve('@muster/agent-runtime/echo-agent'),
} satisfies AgentSpec;

const zygote: Way = { kind: 'forked', open: () => zygoteLauncher({ preload: [spec.module] }) };
const exec: Way = { kind: 'cold', open: () => createExecLauncher() };
const WAYS: ReadonlyMap<string | null, Way> = new Map([
  ['zygote', zygote],
  ['exec', exec],
]);

/** Both ways to start agents, in the order in which `openLauncher` would choose them. */
export const launchers: readonly LauncherDefinition[] = [
  { name: 'zygote', agents: 'agents forked from a zygote', absence: whyNoZygote },
  { name: 'exec', agents: 'agents started as fresh processes' },
];

/** Why there can be no zygote on this machine; null when one has started and passed its self-test. */
async function whyNoZygote(): Promise<string | null> {
  // Its self-test has a deadline, and one busy moment must not decide for the whole run.
  return (await failureToOpen(zygote)) && (await failureToOpen(zygote));
}

async function failureToOpen({ open }: Way): Promise<string | null> {
  try {
    const launcher = await open();
    await launcher.close();
    return null;
  } catch (error) {
    // Whatever the reason, `openLauncher` would start agents cold here.
    return error instanceof Error ? error.message : String(error);
  }
}

/** Opens the launcher of a trial's arm and insists that each of its agents comes to be that way. */
export async function withLauncher(
  { launcher, signal }: Pick<Trial, 'launcher' | 'signal'>,
  use: (launcher: Launcher, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const way = WAYS.get(launcher);
  if (way === undefined) {
    const names = [...WAYS.keys()].join(', ');
    throw new TypeError(`\`launcher\` must be one of ${names}, got ${String(launcher)}`);
  }
  await insistOn(way, signal, use);
}
