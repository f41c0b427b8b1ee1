import type { Agent, Launcher } from '@muster/agent-runtime';
import { createSpawner, type JobReport, type Strategy } from '@muster/spawning';
import type { Population } from './populations.ts';
import type { Trial } from './spawn-metrics.ts';

export interface BurstOptions extends Pick<Trial, 'clock' | 'signal'> {
  readonly launcher: Launcher;
  readonly population: Population;
  readonly strategy: Strategy;
  readonly agents: number;
}

/** All agents of a burst, alive together. */
export interface StartedBurst {
  readonly agents: readonly Agent[];
  /** First request to the last agent that has said it is ready and then answered a ping. */
  readonly initMs: number;
  /**
   * Agents wanted that were not ready at their first try, did not answer, or were gone by the time the
   * last one answered. A retry that mends a failed start hides it from a user and not from this count.
   */
  readonly failed: number;
  /** Agents whose processes the kernel has when the last one has answered. */
  readonly alive: number;
  /** How long the spawner held starts because of the load. */
  readonly heldMs: number;
}

/**
 * Starts so many agents and puts each to use as soon as it is ready: an agent that says so and cannot
 * answer is not ready. They go on living when this resolves. Rejects when one came to be in another way
 * than its population does: a fallback that nobody sees would be measured as what it is not.
 */
export async function startBurst(options: BurstOptions): Promise<StartedBurst> {
  const { launcher, population, strategy, agents: wanted, clock, signal } = options;
  const spawner = createSpawner({ launcher, strategy });
  const jobs = Array.from({ length: wanted }, () => ({ spec: population.spec }));
  const agents: Agent[] = [];
  const answers: Promise<number | undefined>[] = [];
  const requestedAtMs = clock.now();
  const burst = spawner.spawn(jobs, { signal });
  for await (const agent of burst) {
    agents.push(agent);
    answers.push(answeredAt(agent, options));
  }
  const answeredAtMs = await Promise.all(answers);
  const summary = await burst.summary;
  signal.throwIfAborted();
  for (const agent of agents) insistOn(population.start, agent);
  const there = new Set(
    launcher.sightings().flatMap(({ id, process }) => (process === 'there' ? [id] : [])),
  );
  const answered = new Set(agents.filter((_, at) => answeredAtMs[at] !== undefined));
  return {
    agents,
    initMs: Math.max(...answeredAtMs.map((atMs) => atMs ?? 0)) - requestedAtMs,
    failed: summary.jobs.filter((job) => !isSound(job, answered, there)).length,
    alive: there.size,
    heldMs: summary.heldMs,
  };
}

/** When an agent has answered; undefined where it does not. */
async function answeredAt(
  agent: Agent,
  { clock, signal }: Pick<BurstOptions, 'clock' | 'signal'>,
): Promise<number | undefined> {
  try {
    await agent.ping({ signal });
    return clock.now();
  } catch {
    return undefined;
  }
}

function isSound(
  { tries, agent }: JobReport,
  answered: ReadonlySet<Agent>,
  there: ReadonlySet<string>,
): boolean {
  return tries.length === 1 && agent !== undefined && answered.has(agent) && there.has(agent.id);
}

function insistOn(kind: Population['start'], { id, start }: Agent): void {
  if (start.kind === kind) return;
  const because = start.kind === 'cold' && start.because !== undefined ? `: ${start.because}` : '';
  throw new Error(`${id} must be ${kind} and is ${start.kind}${because}`);
}

/** Stops them all, at once. */
export async function stopAll({ agents }: Pick<StartedBurst, 'agents'>): Promise<void> {
  await Promise.all(agents.map((agent) => agent.stop()));
}
