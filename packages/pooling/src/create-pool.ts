import { createClosing } from './closing.ts';
import { PoolBrokenError } from './errors.ts';
import { createGate } from './gate.ts';
import { createDesk } from './leasing/desk.ts';
import { createReturns } from './leasing/returns.ts';
import type { PoolOptions } from './options.ts';
import { parseOptions } from './parse-options.ts';
import type { Pool } from './pool.ts';
import { createDepartures } from './retirement/departures.ts';
import { createRetirement } from './retirement/retirement.ts';
import { createSlots } from './slots/slots.ts';
import { createStarts } from './starting/starts.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { createTurnClock } from './time/turn-clock.ts';
import { keepUp } from './upkeep.ts';
import { createTenants } from './waiting/tenants.ts';
import { createWaitingRoom } from './waiting/waiting-room.ts';

/** Starts filling a pool and returns it. Throws TypeError when the options are wrong. */
export function createPool(poolOptions: PoolOptions): Pool {
  const options = parseOptions(poolOptions);
  const { min, max } = options;

  // What there is.
  const clock = createTurnClock(options.clock, (startMs, endMs) => {
    slots.movedLater(startMs, endMs);
    room.askedLater(startMs, endMs);
  });
  const gate = createGate();
  const slots = createSlots(clock);
  const tenants = createTenants(options.perTenant);
  const telemetry = createTelemetry(options.onEvent);
  const filled = Promise.withResolvers<void>();
  // Nobody has to ask for it: an unasked failure is in the stats and in the acquires' errors.
  filled.promise.catch(() => undefined);

  // Who does what, from the acquire to the end of the agent. Each knows those above it.
  const lastStartError = (): unknown => starts.lastError;
  const room = createWaitingRoom({ options, clock, tenants, telemetry, lastStartError });
  const departures = createDepartures({ slots, tenants, telemetry, onLeft });
  const retirement = createRetirement({ options, slots, departures, onDue: () => refillSoon() });
  const returns = createReturns({
    options,
    gate,
    slots,
    departures,
    retirement,
    onFree: () => room.waiting() > 0 && desk.serve(),
  });
  const desk = createDesk({
    options,
    clock,
    gate,
    slots,
    tenants,
    room,
    departures,
    returns,
    telemetry,
    whyHopeless,
    onWaiting,
  });
  const starts = createStarts({
    options,
    clock,
    gate,
    slots,
    departures,
    telemetry,
    demand: () => Math.max(0, room.servable() - slots.count('resetting')),
    onReady: (slot) => {
      retirement.begin(slot);
      returns.pool(slot);
      retirement.relieve();
      if (slots.inService() >= min) filled.resolve();
    },
    onFailed: (error) => {
      filled.reject(error);
      turnAwayWithoutHope();
    },
  });
  const stopUpkeep = keepUp({ options, slots, starts, departures, retirement, telemetry });
  const closing = createClosing({ gate, slots, room, departures, starts, filled, stopUpkeep });

  if (min === 0) filled.resolve();
  starts.refill();

  function refillSoon(): void {
    starts.refillSoon();
  }

  function onWaiting(): void {
    if (slots.inService() + slots.count('starting') < max) refillSoon();
  }

  function onLeft(): void {
    refillSoon();
    turnAwayWithoutHope();
    if (slots.total() === 0) closing.emptied();
  }

  /** Starts fail, none is being tried, and there is no agent left that could come back. */
  function whyHopeless(): PoolBrokenError | undefined {
    if (slots.held() > 0 || !starts.isGivenUp) return undefined;
    return new PoolBrokenError(starts.failedInARow, starts.lastError);
  }

  function turnAwayWithoutHope(): void {
    const error = whyHopeless();
    if (error !== undefined) room.turnAllAway(error);
  }

  return {
    acquire: desk.acquire,
    filled: () => filled.promise,
    agents: () =>
      slots.all().flatMap(({ state, agent }) => (state === 'retiring' ? [] : (agent ?? []))),
    stats: () => ({
      min,
      size: max,
      idle: slots.count('idle'),
      leased: slots.count('leased'),
      starting: slots.count('starting'),
      resetting: slots.count('resetting'),
      retiring: slots.count('retiring'),
      total: slots.total(),
      waiting: room.waiting(),
      paused: gate.isPaused(),
      broken: starts.isBroken,
      ...telemetry.counts(),
    }),
    times: telemetry.times,
    pause: gate.pause,
    resume: () => {
      gate.resume();
      desk.serve();
      starts.refill();
    },
    evictAll: retirement.evictAll,
    close: closing.close,
    [Symbol.asyncDispose]: () => closing.close(),
  };
}
