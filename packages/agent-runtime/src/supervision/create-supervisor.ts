import { AgentExitedError } from '../errors.ts';
import { pauseMs } from './backoff.ts';
import { type Child, createChild } from './child.ts';
import { type Death, deathOf } from './death.ts';
import { EscalationError } from './escalation-error.ts';
import { createGroup, type Group } from './group.ts';
import { recentDeaths } from './intensity.ts';
import { parseOptions, type SupervisorOptions } from './options.ts';
import { isRestarted } from './restart.ts';
import { groupsOf } from './strategy.ts';
import type { Supervisor, SupervisorEvent } from './supervisor.ts';

/**
 * Starts agents in order, keeps them alive, and gives up, loudly, when they die too often: after
 * Erlang/OTP's `supervisor`, whose child specifications, strategies and restart intensity these are.
 *
 * Resolves when all are ready. Rejects, and leaves none, with TypeError for wrong options, what the
 * first launch that failed rejected with, or the reason of the signal.
 */
export async function createSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const { launcher, strategy, intensity, backoff, onEvent, signal, clock, random, ...parsed } =
    parseOptions(options);
  signal?.throwIfAborted();
  const ending = new AbortController();
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<EscalationError | undefined>();
  const lastDeaths = new Map<string, Death>();
  let counted: readonly Death[] = [];
  let windingDown: Promise<void> | undefined;

  const children = parsed.children.map((spec) =>
    createChild(spec, {
      launcher,
      signal: ending.signal,
      emit,
      onExit: (child, exit) =>
        died(child, new AgentExitedError(child.id, exit), isRestarted(child.restart, exit)),
    }),
  );
  const groupOf = new Map<Child, Group>();
  for (const members of groupsOf(strategy, children)) {
    const group = createGroup(members, {
      strategy,
      begun: begun.promise,
      signal: ending.signal,
      judge,
      onFailedStart: (child, error) => died(child, error, true),
    });
    for (const member of members) groupOf.set(member, group);
  }

  function emit(event: SupervisorEvent): void {
    // In a turn of its own: a listener that throws must not stop the supervision.
    if (onEvent !== undefined) queueMicrotask(() => onEvent(event));
  }

  function died(child: Child, error: unknown, isToRestart: boolean): void {
    const death = deathOf(child.id, clock.now(), error);
    lastDeaths.set(child.id, death);
    emit({ kind: 'died', childId: child.id, death });
    if (isToRestart) groupOf.get(child)!.died(child, death);
    else child.finish('ended', error);
  }

  /** Counts a death: the pause before the restart, or the end of all. */
  function judge(death: Death): number | undefined {
    const { childId } = death;
    counted = [...recentDeaths(counted, death.atMs, intensity), death];
    if (counted.length > intensity.maxRestarts) {
      const error = new EscalationError(counted, intensity);
      emit({ kind: 'parked', error });
      void end('parked', error, error);
      return undefined;
    }
    const ofChild = counted.filter((other) => other.childId === childId).length;
    const waitMs = pauseMs(backoff, ofChild, random());
    emit({ kind: 'restarting', childId, pauseMs: waitMs });
    return waitMs;
  }

  function end(as: 'ended' | 'parked', why: unknown, error?: EscalationError): Promise<void> {
    windingDown ??= windDown(as, why).then(() => ended.resolve(error));
    return windingDown;
  }

  async function windDown(as: 'ended' | 'parked', why: unknown): Promise<void> {
    signal?.removeEventListener('abort', onAbort);
    ending.abort(why);
    // Nobody who waits for an agent waits for the others to be gone.
    for (const child of children) child.finish(as, why);
    await Promise.all([...groupOf.values()].map((group) => group.settled()));
    for (const child of children.toReversed()) await child.stop();
  }

  const onAbort = (): void => void end('ended', signal?.reason);
  const close = (): Promise<void> => end('ended', new Error('the supervisor is closed'));

  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (const child of children) {
      ending.signal.throwIfAborted();
      await child.start();
    }
    ending.signal.throwIfAborted();
  } catch (error) {
    begun.resolve();
    await end('ended', error);
    throw error;
  }
  begun.resolve();

  return {
    agent: async (childId, { signal: caller } = {}) => {
      const child = children.find(({ id }) => id === childId);
      if (child === undefined) {
        throw new TypeError(`\`childId\` must be that of a child, got ${JSON.stringify(childId)}`);
      }
      return child.ready(caller);
    },
    children: () =>
      children.map((child) => ({
        id: child.id,
        state: child.state(),
        restarts: Math.max(0, child.starts - 1),
        lastDeath: lastDeaths.get(child.id),
      })),
    ended: ended.promise,
    close,
    [Symbol.asyncDispose]: close,
  };
}
