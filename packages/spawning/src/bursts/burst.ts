import { inspect } from 'node:util';
import { type Agent, CapacityError, pauseMs, type Shortage } from '@muster/agent-runtime';
import type { Startable, StartEnd } from '../dispatch/dispatcher.ts';
import type { Lane } from '../dispatch/lanes.ts';
import { HaltedError } from '../errors.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import type { ParsedSpawnOptions } from '../parse-options.ts';
import type { Burst, SpawnJob } from '../spawner.ts';
import { createRetryBudget } from '../tries/budget.ts';
import { whyHalt } from '../tries/halt.ts';
import { createAftermath } from './aftermath.ts';
import { createDelivery } from './delivery.ts';
import { createJob, type Job, waits } from './job.ts';
import { createLedger } from './ledger.ts';
import { startOnce, type StarterDeps } from './start.ts';
import type { BurstSummary, Outcome } from './summary.ts';

export interface BurstDeps extends StarterDeps {
  readonly lane: Lane<Startable>;
  readonly wake: () => void;
  /** How long starts of the spawner have been held so far. */
  readonly heldMs: () => number;
}

/** How a burst came to give up what it had not started. */
interface Ending {
  readonly outcome: Outcome;
  readonly reason: unknown;
}

/** Begins a burst. */
export function createBurst(
  deps: BurstDeps,
  wanted: readonly SpawnJob[],
  asked: ParsedSpawnOptions,
): Burst {
  const { options, lane, wake, meter, clock } = deps;
  const { retry, random, onEvent } = options;
  const heldBeforeMs = deps.heldMs();
  const begunAtMs = clock.now();
  const jobs = wanted.map((job, place) => createJob(job, place, begunAtMs));
  const ledger = createLedger(jobs, begunAtMs, clock, finish);
  const { settle } = ledger;
  const startables = new Map(jobs.map((job) => [job, startableOf(job)]));
  const budget = createRetryBudget(jobs.length, retry.budgetShare, retry.leastBudget);
  const delivery = createDelivery<Agent>(wantNoMore);
  const done = Promise.withResolvers<BurstSummary>();
  let journal: Journal | undefined;
  const aftermath = createAftermath(asked.signal, () => journal);
  let ending: Ending | undefined;
  let halted: string | undefined;

  // Nobody has to ask: an unasked refusal is heard by whoever iterates.
  done.promise.catch(() => undefined);
  const onAbort = (): void => end({ outcome: 'aborted', reason: asked.signal?.reason }, 'now');
  asked.signal?.addEventListener('abort', onAbort, { once: true });
  void begin();

  async function begin(): Promise<void> {
    try {
      if (asked.journal !== undefined) journal = await openJournal(asked.journal, jobs.length);
      // It may be over by now, and nobody else would close what came too late.
      if (ending !== undefined) await journal?.close();
      for (const job of jobs) if (journal?.done.has(job.name)) settle(job, 'done before');
      await fitIn();
    } catch (error) {
      close();
      delivery.fail(error);
      done.reject(error);
      return;
    }
    if (asked.signal?.aborted === true) onAbort();
    for (const job of jobs) if (job.outcome === undefined) lane.add(startables.get(job)!);
    wake();
    if (jobs.length === 0) finish();
  }

  function startableOf(job: Job): Startable {
    return { start: () => start(job), refuse: (error) => fail(job, error) };
  }

  async function start(job: Job): Promise<StartEnd> {
    const started = await startOnce(deps, job);
    // Not before this moment, so that at none a job looks as if it waited.
    job.starting = undefined;
    if (started.kind === 'ready') {
      void welcome(job, started.agent);
      return 'ready';
    }
    const { cause, error } = started;
    if (cause !== 'aborted') onEvent({ kind: 'start-failed', job: job.place, cause, error });
    if (cause === 'aborted' || (cause !== 'permanent' && ending !== undefined)) {
      settle(job, ending?.outcome ?? 'aborted', ending?.reason ?? error);
    } else if (cause === 'exhausted') {
      takeAgain(job);
      return 'exhausted';
    } else if (cause === 'transient' && mayTryAgain(job)) {
      tryLater(job);
    } else fail(job, error);
    return 'over';
  }

  /** It keeps its place, once: if it takes more than others do, there may be room for them. */
  function takeAgain(job: Job): void {
    job.queuedAtMs = clock.now();
    if (job.wasRefused) lane.add(startables.get(job)!);
    else lane.putBack(startables.get(job)!);
    job.wasRefused = true;
  }

  /** Of the tries, those for which the host had no room do not count. */
  function mayTryAgain({ tries }: Job): boolean {
    const own = tries.filter(({ cause }) => cause === 'transient').length;
    return own < retry.tries && budget.spend();
  }

  function tryLater(job: Job): void {
    const own = job.tries.filter(({ cause }) => cause === 'transient').length;
    job.retry = setTimeout(
      () => {
        job.retry = undefined;
        job.queuedAtMs = clock.now();
        lane.add(startables.get(job)!);
        wake();
      },
      pauseMs(retry.backoff, own, random()),
    );
  }

  /** An agent is ready: it is written down, looked at, and given out. */
  async function welcome(job: Job, agent: Agent): Promise<void> {
    job.agent = agent;
    aftermath.adopt(agent, job.name);
    const { startMs } = job.tries.at(-1)!;
    onEvent({ kind: 'ready', agentId: agent.id, startMs });
    try {
      const { pid } = agent;
      const tries = job.tries.length;
      await journal?.write({ kind: 'ready', name: job.name, pid, tries, startMs });
    } catch (error) {
      halt((error as Error).message, error);
    }
    delivery.give(agent);
    settle(job, 'ready');
    const isFirst = ledger.ready === 1;
    const isMeasured = await meter.note(agent);
    if (isFirst && isMeasured) await fitIn();
  }

  function fail(job: Job, error: unknown): void {
    onEvent({ kind: 'failed', job: job.place, error });
    const line = {
      kind: 'failed',
      name: job.name,
      tries: job.tries.length,
      because: textOf(error),
    } as const;
    journal?.write(line).catch((cause: unknown) => halt((cause as Error).message, cause));
    settle(job, 'failed', error);
    const because = whyHalt(asked.halt, ledger.failed, ledger.ready);
    if (because !== undefined) halt(because, error);
  }

  /**
   * Compares what is not started yet with what the host's limits leave. Memory is not among them: it
   * is looked at before each start, when it is known what has become of it. Throws CapacityError.
   */
  async function fitIn(): Promise<void> {
    const left = jobs.filter(waits).length;
    // Not even looking may be possible: for want of descriptors, say.
    const shortages = await options.findShortages(left, meter.need).catch(() => []);
    const short = shortages.filter(({ of }) => of !== 'memory' || options.need.memoryBytes);
    if (short.length === 0) return;
    const error = new CapacityError(left, short);
    if (options.whenShort === 'refuse' && ledger.ready === 0) throw error;
    cut(error);
  }

  /** Gives up those that would not fit: the last ones. */
  function cut(error: CapacityError): void {
    const fits = Math.min(...error.shortages.map(({ fits: each }: Shortage) => each));
    halted ??= error.message;
    onEvent({ kind: 'halted', because: error.message });
    const queued = new Set(lane.clear());
    const waiting = jobs.filter(waits);
    for (const job of waiting.slice(0, fits)) {
      const startable = startables.get(job)!;
      if (queued.has(startable)) lane.add(startable);
    }
    for (const job of waiting.slice(fits)) giveUp(job, { outcome: 'halted', reason: error });
  }

  function halt(because: string, cause: unknown): void {
    if (ending !== undefined || ledger.settled === jobs.length) return;
    halted = because;
    onEvent({ kind: 'halted', because });
    const reason = new HaltedError(because, cause);
    end({ outcome: 'halted', reason }, asked.halt.how ?? 'soon');
  }

  function wantNoMore(left: readonly Agent[]): void {
    for (const agent of left) aftermath.dismiss(agent);
    end({ outcome: 'aborted', reason: new HaltedError('its user wanted no more') }, 'now');
  }

  function end(how: Ending, when: 'soon' | 'now'): void {
    // Who aborts what was halted ends what was to go on.
    if (ending?.outcome !== 'aborted') ending = how;
    lane.clear();
    for (const job of jobs) {
      if (waits(job)) giveUp(job, ending);
      else if (when === 'now') job.starting?.abort(ending.reason);
    }
    wake();
  }

  function giveUp(job: Job, { outcome, reason }: Ending): void {
    clearTimeout(job.retry);
    settle(job, outcome, reason);
  }

  function finish(): void {
    close();
    delivery.end();
    done.resolve(ledger.summarize(halted, deps.heldMs() - heldBeforeMs));
  }

  function close(): void {
    asked.signal?.removeEventListener('abort', onAbort);
    aftermath.release();
  }

  return {
    summary: done.promise,
    progress: ledger.progress,
    [Symbol.asyncIterator]: () => delivery[Symbol.asyncIterator](),
  };
}

/** Whatever was thrown, in words; not everything can be made a text. */
function textOf(error: unknown): string {
  return error instanceof Error ? String(error) : inspect(error, { depth: 0 });
}
