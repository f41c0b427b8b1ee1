import { type Agent, AgentExitedError } from '@muster/agent-runtime';
import { AcquireDeadlineError, type Lease, type Pool } from '@muster/pooling';
import { type Fate, fateOf } from './fate.ts';
import { type Heard, noteExample } from './heard.ts';

export interface UsersOptions {
  readonly pool: Pool;
  /** Until so many leases have been had, those in `heard` included. */
  readonly leases: number;
  readonly users: number;
  readonly crashEvery: number;
  readonly random: () => number;
  /** Counts on from what it holds. */
  readonly heard: Heard;
  /** Ends it early, in order: each user finishes what it has begun. */
  readonly signal: AbortSignal;
  /** When no acquire settles for so long, waiting for them is given up. */
  readonly stallMs: number;
  readonly onLease: () => void;
}

/** Nothing may take longer; a task that does is a wrong one. */
const TASK_DEADLINE_MS = 30_000;
const HURRY_MS = 1;

/** Users that share a pool, each with a fate for each of its leases, until the leases are had. */
export async function soakUsers(options: UsersOptions): Promise<void> {
  const { pool, leases, users, heard } = options;
  const held = new Set<Agent>();
  const killed = new WeakSet<Agent>();
  /** Kills of idle agents that wait for one to be idle. */
  let owedIdle = 0;
  const stall = new AbortController();
  const ended = AbortSignal.any([options.signal, stall.signal]);

  async function user(): Promise<void> {
    // Those who wait count as served: no more leases are had than asked for.
    while (heard.leases + heard.asked - heard.settled < leases && !ended.aborted) {
      const fate = fateOf(++heard.asked, options.crashEvery, options.random);
      const lease = await acquire(fate);
      if (lease === undefined) continue;
      await use(lease, fate);
      options.onLease();
    }
  }

  async function acquire(fate: Fate): Promise<Lease | undefined> {
    const impatience = new AbortController();
    try {
      const leased = pool.acquire({
        signal: impatience.signal,
        ...(fate === 'hurry' ? { deadlineMs: HURRY_MS } : {}),
      });
      if (fate === 'abort') impatience.abort();
      const lease = await leased;
      heard.leases++;
      return lease;
    } catch (error) {
      const hurried = fate === 'hurry' && error instanceof AcquireDeadlineError;
      if (hurried || error === impatience.signal.reason) heard.gaveUp++;
      else {
        heard.refused++;
        noteExample(heard, error);
      }
      return undefined;
    } finally {
      heard.settled++;
    }
  }

  async function use(lease: Lease, fate: Fate): Promise<void> {
    const { agent } = lease;
    if (held.has(agent)) heard.leasedTwice++;
    held.add(agent);
    const task = heard.leases;
    const answer = agent.run(task, { deadlineMs: TASK_DEADLINE_MS });
    if (fate === 'kill mine' && kill(agent)) heard.killedLeased++;
    if (fate === 'kill idle') owedIdle++;
    if (owedIdle > 0 && kill(unleased())) {
      owedIdle--;
      heard.killedIdle++;
    }
    try {
      const got = await answer;
      if (got !== task) throw new Error(`task ${task} was answered with ${JSON.stringify(got)}`);
      heard.answered++;
    } catch (error) {
      if (error instanceof AgentExitedError && killed.has(agent)) heard.lost++;
      else {
        heard.wrong++;
        noteExample(heard, error);
      }
    }
    held.delete(agent);
    lease.release();
  }

  function unleased(): Agent | undefined {
    const candidates = pool.agents().filter((agent) => !held.has(agent));
    return candidates[Math.floor(options.random() * candidates.length)];
  }

  /** As the kernel does when memory is short: without a word to anybody. */
  function kill(agent: Agent | undefined): boolean {
    if (agent === undefined || killed.has(agent) || agent.state.kind !== 'ready') return false;
    killed.add(agent);
    return process.kill(agent.pid, 'SIGKILL');
  }

  const watch = watchForStall(() => heard.settled, options.stallMs);
  const all = Promise.all(Array.from({ length: users }, user));
  await Promise.race([all, watch.stalled]);
  watch.stop();
  stall.abort();
}

/** Resolves when a count has stood still for so long. */
function watchForStall(
  count: () => number,
  stallMs: number,
): { readonly stalled: Promise<void>; readonly stop: () => void } {
  const { promise: stalled, resolve } = Promise.withResolvers<void>();
  let last = count();
  const timer = setInterval(() => {
    if (count() === last) resolve();
    last = count();
  }, stallMs);
  return { stalled, stop: () => clearInterval(timer) };
}
