import { type Agent, AgentExitedError, type AgentExit, type Clock } from '@muster/agent-runtime';
import { StartDeadlineError } from '../errors.ts';
import type { Gate } from '../gate.ts';
import type { ParsedOptions } from '../parse-options.ts';
import type { Departures } from '../retirement/departures.ts';
import { isNow, type Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { whileWanted } from '../time/while-wanted.ts';
import { nextWindow, startsToBegin } from './refill.ts';
import { createStartFailures } from './start-failures.ts';

/** Starts agents: as many as the pool owes itself, and as its waiters ask for. */
export interface Starts {
  /** Begins what is wanted now, so that no start outlives the wish for it in a queue. */
  refill(): void;
  /** The same a turn later: starting a process blocks for milliseconds, and who is served goes first. */
  refillSoon(): void;
  /** Whether so many starts have failed in a row that single ones are tried. */
  readonly isBroken: boolean;
  /** Whether, besides, not even one is tried now. */
  readonly isGivenUp: boolean;
  readonly failedInARow: number;
  /** Why the last start failed; undefined once one has succeeded. */
  readonly lastError: unknown;
  /** Ends a start that takes too long. */
  readonly expire: (slot: Slot) => void;
  /** Ends all starts, which are no failures, and the pause between them. */
  cancel(reason: unknown): void;
}

export interface StartsDeps {
  readonly options: ParsedOptions;
  readonly clock: Clock;
  readonly gate: Gate;
  readonly slots: Slots;
  readonly departures: Departures;
  readonly telemetry: Telemetry;
  /** How many waiters no agent on its way back will serve. */
  readonly demand: () => number;
  readonly onReady: (slot: Slot) => void;
  readonly onFailed: (error: unknown) => void;
}

/** An agent that is gone so soon after it was ready counts as one that failed to start. */
const EARLY_DEATH_MS = 1_000;

export function createStarts(deps: StartsDeps): Starts {
  const { options, clock, gate, slots, departures, telemetry, demand, onReady, onFailed } = deps;
  const { launcher, spec, min, max, maxStarting, breakAfter, random, beforePool } = options;
  const failures = createStartFailures({ breakAfter, random, onPauseOver: refill });
  const underway = new Map<Slot, AbortController>();
  let refillAhead: NodeJS.Immediate | undefined;
  let window = 1;
  let toldBroken = false;
  // An agent that comes up and dies at once has mended nothing.
  let mending: NodeJS.Timeout | undefined;

  function refill(): void {
    if (!gate.isOpen() || failures.pausing) return;
    const begin = startsToBegin({
      min,
      max,
      maxStarting: failures.state === 'trying' ? 1 : maxStarting,
      starting: slots.count('starting'),
      inService: slots.inService(),
      due: slots.countStanding('due'),
      relieved: slots.countStanding('relieved'),
      demand: demand(),
      window,
    });
    for (let n = 0; n < begin; n++) void start(slots.add());
  }

  async function start(slot: Slot): Promise<void> {
    telemetry.startBegun();
    const requestedAtMs = clock.now();
    const ending = new AbortController();
    underway.set(slot, ending);
    try {
      const agent = await launcher.launch(spec, { signal: ending.signal });
      if (!isNow(slot, 'starting')) return void agent.kill('its pool was closed');
      slot.agent = agent;
      let takeBack: ((error: unknown) => void) | undefined;
      void agent.exited.then((exit) => gone(slot, agent, exit, takeBack));
      if (beforePool !== undefined) await whileWanted(beforePool(agent), ending.signal);
      // It died in the hook and has been accounted for.
      if (!isNow(slot, 'starting')) return;
      takeBack = come(slot, agent, requestedAtMs);
    } catch (error) {
      if (isNow(slot, 'starting')) giveUp(slot, error);
    } finally {
      underway.delete(slot);
    }
  }

  /** It is ready. What this returns takes that back. */
  function come(slot: Slot, agent: Agent, requestedAtMs: number): (error: unknown) => void {
    slot.readyAtMs = clock.now();
    telemetry.note({
      kind: 'started',
      agentId: agent.id,
      startMs: slot.readyAtMs - requestedAtMs,
    });
    const takeBack = failures.succeeded();
    if (toldBroken && !gate.isClosed()) mending ??= setTimeout(tellMended, EARLY_DEATH_MS);
    onReady(slot);
    window = nextWindow(window, demand(), maxStarting);
    refillSoon();
    return takeBack;
  }

  function giveUp(slot: Slot, error: unknown): void {
    if (slot.agent === undefined) departures.drop(slot);
    else departures.kill(slot, 'hook');
    if (gate.isClosed()) return;
    fail(error, failures.failed);
    telemetry.note({ kind: 'start-failed', error, inARow: failures.inARow });
  }

  function gone(
    slot: Slot,
    agent: Agent,
    exit: AgentExit,
    takeBack: ((error: unknown) => void) | undefined,
  ): void {
    const onItsOwn = isNow(slot, 'idle') || isNow(slot, 'starting');
    departures.gone(slot, exit);
    if (!onItsOwn || gate.isClosed()) return;
    if (takeBack === undefined) fail(new AgentExitedError(agent.id, exit), failures.failed);
    else if (clock.now() - slot.readyAtMs < EARLY_DEATH_MS) {
      fail(new AgentExitedError(agent.id, exit), takeBack);
    }
  }

  function tellMended(): void {
    mending = undefined;
    toldBroken = false;
    telemetry.note({ kind: 'mended' });
  }

  function fail(error: unknown, failed: (error: unknown) => void): void {
    failed(error);
    window = 1;
    clearTimeout(mending);
    mending = undefined;
    if (!toldBroken && failures.state !== 'closed') {
      toldBroken = true;
      telemetry.note({ kind: 'broken', error, inARow: failures.inARow, agents: slots.held() });
    }
    onFailed(error);
  }

  function refillSoon(): void {
    refillAhead ??= setImmediate(() => {
      refillAhead = undefined;
      refill();
    });
  }

  return {
    refill,
    refillSoon,
    get isBroken() {
      return failures.state !== 'closed';
    },
    get isGivenUp() {
      return failures.state === 'open';
    },
    get failedInARow() {
      return failures.inARow;
    },
    get lastError() {
      return failures.lastError;
    },
    expire: (slot) => underway.get(slot)?.abort(new StartDeadlineError(options.startDeadlineMs)),
    cancel: (reason) => {
      for (const ending of underway.values()) ending.abort(reason);
      failures.cancel();
      clearTimeout(mending);
    },
  };
}
