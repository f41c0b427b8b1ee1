import { type Backoff, type Clock, pauseMs, type Random } from '@muster/agent-runtime';
import { HostFullError } from '../errors.ts';
import type { Admission } from '../load/gate.ts';
import type { Pacing } from '../strategies/pacing.ts';
import { createCeiling } from './ceiling.ts';
import { createLanes, type Lane } from './lanes.ts';

/** How a start ended, as far as the next ones are concerned. */
export type StartEnd = 'ready' | 'exhausted' | 'over';

/** Something that waits for its turn. */
export interface Startable {
  /** Its turn has come. Never rejects; one that ended `exhausted` has put itself back in its lane. */
  start(): Promise<StartEnd>;
  /** Its turn will not come. */
  refuse(error: Error): void;
}

/** Decides when the next start may begin, over all bursts of a spawner. */
export interface Dispatcher {
  /** A lane for a burst. Call `wake` after putting something in. */
  readonly open: (weight: number) => Lane<Startable>;
  readonly wake: () => void;
  readonly stats: () => DispatchStats;
  /** How long starts have been held so far, in milliseconds. */
  readonly heldMs: () => number;
}

export interface DispatchStats {
  /** Starts underway. */
  readonly underway: number;
  /** Agents that wait for their start. */
  readonly queued: number;
  /** How many starts may be underway at once, as things stand. */
  readonly limit: number;
  /** Why nothing is started although there could be, if so. */
  readonly held: string | undefined;
}

export interface DispatcherOptions {
  readonly pacing: Pacing;
  /** What the host admits while so many starts are underway; undefined while that is not known yet. */
  readonly admission: (underway: number) => Admission | undefined;
  /** How long nothing may come of anything before those who wait are told that there is no room. */
  readonly patienceMs: number;
  readonly clock: Clock;
  readonly random: Random;
  /** There is something to start again, or nothing any more. */
  readonly onBusy: (busy: boolean) => void;
  /** Starts are held, or, after so long, not any more. */
  readonly onHeld: (because: string) => void;
  readonly onReleased: (heldMs: number) => void;
}

/** After the host has refused a start; as long as GNU parallel sleeps between two looks at the load. */
const EXHAUSTED_PAUSE: Backoff = { firstMs: 20, longestMs: 1_000 };

/**
 * Begins starts one in a turn of the event loop: starting a process keeps a coordinator from hearing
 * its agents for milliseconds, and those that are ready go first.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { pacing, admission, patienceMs, clock, random, onBusy, onHeld, onReleased } = options;
  const lanes = createLanes<Startable>();
  const ceiling = createCeiling();
  let underway = 0;
  let busy = false;
  let turnAhead: NodeJS.Immediate | undefined;
  let refusals = 0;
  let pause: NodeJS.Timeout | undefined;
  let heldBeforeMs = 0;
  let held: { readonly because: string; readonly sinceMs: number } | undefined;
  let patience: NodeJS.Timeout | undefined;
  /** Patience has run out while starts were underway: whether there is room, they will show. */
  let isLastChance = false;

  function wake(): void {
    if (!busy) {
      busy = true;
      onBusy(true);
    }
    turnAhead ??= setImmediate(turn);
  }

  function turn(): void {
    turnAhead = undefined;
    if (lanes.length === 0) {
      pacing.interrupted();
      if (underway === 0) rest();
      return;
    }
    const isFull = pacing.room(underway) <= 0 || underway >= ceiling.limit;
    if (isFull || isLastChance || pause !== undefined) return;
    const admitted = admission(underway);
    if (admitted === undefined) return;
    if (underway >= admitted.most) {
      hold(admitted.because!);
      return;
    }
    release();
    void begin(lanes.next()!);
    wake();
  }

  async function begin(startable: Startable): Promise<void> {
    underway++;
    pacing.began();
    const end = await startable.start();
    underway--;
    if (end === 'exhausted') tire();
    if (end === 'ready') {
      pacing.succeeded(clock.now());
      ceiling.succeeded();
      refusals = 0;
      calm();
    }
    if (isLastChance && underway === 0) giveUp();
    wake();
  }

  /** The host had no room for a start. */
  function tire(): void {
    ceiling.exhausted(underway);
    pacing.interrupted();
    beImpatient();
    if (pause !== undefined) return;
    pause = setTimeout(
      () => {
        pause = undefined;
        wake();
      },
      pauseMs(EXHAUSTED_PAUSE, ++refusals, random()),
    );
  }

  function hold(because: string): void {
    pacing.interrupted();
    beImpatient();
    if (held !== undefined) return;
    held = { because, sinceMs: clock.now() };
    // Pressed: what it went by is no guide any more.
    pacing.pressed();
    onHeld(because);
  }

  function release(): void {
    if (held === undefined) return;
    const lastedMs = clock.now() - held.sinceMs;
    heldBeforeMs += lastedMs;
    held = undefined;
    if (refusals === 0) calm();
    onReleased(lastedMs);
  }

  function beImpatient(): void {
    patience ??= setTimeout(giveUp, patienceMs);
  }

  function calm(): void {
    clearTimeout(patience);
    patience = undefined;
    isLastChance = false;
  }

  function giveUp(): void {
    clearTimeout(patience);
    patience = undefined;
    isLastChance = underway > 0;
    if (isLastChance) return;
    const error = new HostFullError(patienceMs, held?.because);
    for (let job = lanes.next(); job !== undefined; job = lanes.next()) job.refuse(error);
    wake();
  }

  function rest(): void {
    busy = false;
    clearTimeout(pause);
    pause = undefined;
    refusals = 0;
    calm();
    release();
    onBusy(false);
  }

  return {
    open: lanes.open,
    wake,
    stats: () => ({
      underway,
      queued: lanes.length,
      limit: Math.min(pacing.limit, ceiling.limit),
      held: held?.because,
    }),
    heldMs: () => heldBeforeMs + (held === undefined ? 0 : clock.now() - held.sinceMs),
  };
}
