import { type Agent, type AgentExit, AgentExitedError } from '@muster/agent-runtime';
import { checkDeadline } from './deadline.ts';
import { AcquireDeadlineError, PoolClosedError } from './errors.ts';
import { createLease, type Lease } from './lease.ts';
import { parseOptions, type PoolOptions } from './options.ts';
import { startsToBegin } from './refill.ts';
import { createSlots, isNow, type Slot } from './slots.ts';
import { createStartFailures } from './start-failures.ts';
import { createTally, type PoolStats } from './stats.ts';
import { createWaitQueue } from './wait-queue.ts';

export interface AcquireOptions {
  /** Aborting leaves the queue and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** From the call, not from the queue's head. @default the pool's `acquireDeadlineMs` */
  readonly deadlineMs?: number | undefined;
}

export interface CloseOptions {
  /** How long leases may still be held before their agents are killed. @default 5000 */
  readonly deadlineMs?: number | undefined;
}

/** An agent that is gone so soon after it was ready counts as one that failed to start. */
const EARLY_DEATH_MS = 1_000;

/** Agents that were started ahead, handed out one lease at a time. */
export interface Pool extends AsyncDisposable {
  /**
   * Leases an agent: an idle one at once, else the next that comes free, first come first served.
   * Rejects with `AcquireDeadlineError`, `PoolClosedError`, or the signal's reason.
   */
  acquire(options?: AcquireOptions): Promise<Lease>;
  /**
   * Resolves when the pool has all its agents ready; rejects when a start fails before that, or an
   * agent dies within a second of being ready.
   */
  filled(): Promise<void>;
  stats(): PoolStats;
  /** The agents it has now, idle, leased or resetting: for measuring what they cost. */
  agents(): readonly Agent[];
  /**
   * Turns waiters away, stops idle agents, waits for leases until the deadline, then kills. Called
   * again, it waits for the first close, whose deadline holds.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** Starts filling a pool and returns it. Throws TypeError when the options are wrong. */
export function createPool(poolOptions: PoolOptions): Pool {
  const options = parseOptions(poolOptions);
  const { launcher, spec, size, maxStarting, clock } = options;
  const slots = createSlots();
  const waiters = createWaitQueue<{ slot: Slot; agent: Agent }>();
  const tally = createTally();
  const closing = new AbortController();
  const filled = Promise.withResolvers<void>();
  // Nobody has to ask for it: an unasked failure is in the stats and in the acquires' errors.
  filled.promise.catch(() => undefined);
  const failures = createStartFailures(refill);
  let refillAhead: NodeJS.Immediate | undefined;
  let closed: Promise<void> | undefined;
  let onEmptied = (): void => undefined;

  refill();

  function refill(): void {
    if (closing.signal.aborted || failures.pausing) return;
    const starting = slots.count('starting');
    const begin = startsToBegin({ size, agents: slots.held, starting, maxStarting });
    for (let n = 0; n < begin; n++) void start(slots.add());
  }

  /** Starting a process blocks for milliseconds; whoever releases or was just served goes first. */
  function refillSoon(): void {
    refillAhead ??= setImmediate(() => {
      refillAhead = undefined;
      refill();
    });
  }

  async function start(slot: Slot): Promise<void> {
    tally.started();
    let agent: Agent;
    try {
      agent = await launcher.launch(spec, { signal: closing.signal });
    } catch (error) {
      drop(slot);
      if (closing.signal.aborted) return;
      tally.startFailed();
      filled.reject(error);
      failures.failed(error);
      return;
    }
    const takeBack = failures.succeeded();
    const readyAtMs = clock.now();
    void agent.exited.then((exit) => {
      const early = clock.now() - readyAtMs < EARLY_DEATH_MS;
      leave(slot, agent, exit, early ? takeBack : undefined);
    });
    makeIdle(slot, agent);
    if (slots.count('starting') === 0 && slots.held === size) filled.resolve();
    refillSoon();
  }

  function makeIdle(slot: Slot, agent: Agent): void {
    if (closing.signal.aborted) return retire(slot, agent);
    // It died in the moment in which its start or reset completed; its exit will replace it.
    if (agent.state.kind !== 'ready') return;
    slots.move(slot, 'idle', agent);
    if (waiters.length > 0) waiters.serve(take(slot, agent));
  }

  function take(slot: Slot, agent: Agent): { slot: Slot; agent: Agent } {
    slots.move(slot, 'leased');
    return { slot, agent };
  }

  async function acquire({ signal, deadlineMs }: AcquireOptions = {}): Promise<Lease> {
    if (closing.signal.aborted) throw new PoolClosedError();
    checkDeadline(deadlineMs, 'refused');
    signal?.throwIfAborted();
    const idle = slots.lastIdle();
    if (idle?.agent !== undefined) {
      tally.hit();
      return lease(take(idle, idle.agent), true, 0);
    }
    tally.miss();
    const askedAtMs = clock.now();
    const waitedMs = (): number => clock.now() - askedAtMs;
    const { turn, leave: leaveQueue } = waiters.join();
    const onAbort = (): void => leaveQueue(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => {
      leaveQueue(new AcquireDeadlineError(waitedMs(), waiters.length, failures.lastError));
    }, deadlineMs ?? options.acquireDeadlineMs);
    try {
      const taken = await turn;
      const servedAfterMs = waitedMs();
      tally.waited(servedAfterMs);
      return lease(taken, false, servedAfterMs);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  function lease(
    { slot, agent }: { slot: Slot; agent: Agent },
    hit: boolean,
    waitedMs: number,
  ): Lease {
    return createLease(agent, hit, waitedMs, () => void giveBack(slot, agent));
  }

  async function giveBack(slot: Slot, agent: Agent): Promise<void> {
    if (!isNow(slot, 'leased')) return; // It died while leased and has been replaced.
    const reusable = options.reuse === 'reset' && agent.unanswered === 0;
    if (!reusable || closing.signal.aborted) return retire(slot, agent);
    slots.move(slot, 'resetting');
    const forgotten = await forgets(agent);
    if (!isNow(slot, 'resetting')) return; // It died and has been replaced.
    if (forgotten) makeIdle(slot, agent);
    else retire(slot, agent);
  }

  /** Whether the agent has reset, and nobody kept it busy through the handle of an old lease. */
  async function forgets(agent: Agent): Promise<boolean> {
    try {
      await agent.reset({ deadlineMs: options.resetDeadlineMs });
      return agent.unanswered === 0;
    } catch {
      // Whatever the reason, it cannot be trusted to have forgotten; its successor is clean.
      return false;
    }
  }

  function retire(slot: Slot, agent: Agent): void {
    slots.move(slot, 'retiring', agent);
    void agent.stop();
    refillSoon();
  }

  /** The agent's process is gone, wished for or not. */
  function leave(
    slot: Slot,
    agent: Agent,
    exit: AgentExit,
    takeBackStart: ((error: unknown) => void) | undefined,
  ): void {
    if (!isNow(slot, 'retiring')) tally.died();
    const onItsOwn = isNow(slot, 'idle') || isNow(slot, 'starting');
    drop(slot);
    if (onItsOwn && takeBackStart !== undefined && !closing.signal.aborted) {
      const error = new AgentExitedError(agent.id, exit);
      filled.reject(error);
      takeBackStart(error);
    }
    refillSoon();
  }

  function drop(slot: Slot): void {
    if (!isNow(slot, 'retiring')) slots.move(slot, 'retiring');
    slots.remove(slot);
    if (slots.total === 0) onEmptied();
  }

  async function close({ deadlineMs }: CloseOptions = {}): Promise<void> {
    checkDeadline(deadlineMs, 'allowed');
    await (closed ??= shut(deadlineMs ?? 5_000));
  }

  async function shut(deadlineMs: number): Promise<void> {
    closing.abort(new PoolClosedError());
    failures.cancel();
    filled.reject(new PoolClosedError());
    waiters.rejectAll(new PoolClosedError());
    const emptied = new Promise<void>((resolve) => (onEmptied = resolve));
    if (slots.total === 0) return;
    for (const slot of slots.all()) {
      if (slot.state === 'idle' && slot.agent !== undefined) retire(slot, slot.agent);
    }
    const deadline = setTimeout(() => {
      for (const { agent } of slots.all()) void agent?.kill('its pool was closed');
    }, deadlineMs);
    await emptied;
    clearTimeout(deadline);
  }

  return {
    acquire,
    filled: () => filled.promise,
    agents: () =>
      slots.all().flatMap(({ state, agent }) => (state === 'retiring' ? [] : (agent ?? []))),
    stats: () => ({
      size,
      idle: slots.count('idle'),
      leased: slots.count('leased'),
      starting: slots.count('starting'),
      resetting: slots.count('resetting'),
      retiring: slots.count('retiring'),
      waiting: waiters.length,
      ...tally.snapshot(),
    }),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
