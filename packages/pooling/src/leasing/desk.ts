import type { Clock } from '@muster/agent-runtime';
import { PoolClosedError } from '../errors.ts';
import type { Gate } from '../gate.ts';
import type { ParsedOptions } from '../parse-options.ts';
import type { AcquireOptions } from '../pool.ts';
import type { Departures } from '../retirement/departures.ts';
import { isNow, type Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { checkAsked } from '../waiting/check-asked.ts';
import type { Request, Site } from '../waiting/request.ts';
import type { Tenants } from '../waiting/tenants.ts';
import type { WaitingRoom } from '../waiting/waiting-room.ts';
import { type Lease, type Lessor, SlotLease } from './lease.ts';
import { needsPreparing, prepare } from './prepare.ts';
import type { Returns } from './returns.ts';

/** Where agents are asked for and handed out. */
export interface Desk {
  readonly acquire: (asked?: AcquireOptions) => Promise<Lease>;
  /** Hands idle agents to those who wait. */
  serve(): void;
}

export interface DeskDeps {
  readonly options: ParsedOptions;
  readonly clock: Clock;
  readonly gate: Gate;
  readonly slots: Slots;
  readonly tenants: Tenants;
  readonly room: WaitingRoom;
  readonly departures: Departures;
  readonly returns: Returns;
  readonly telemetry: Telemetry;
  /** Why waiting would be in vain; undefined when it is not. */
  readonly whyHopeless: () => Error | undefined;
  /** Somebody waits who might be served by an agent yet to be started. */
  readonly onWaiting: () => void;
}

/** All fields are there: looking for one that is not, through all prototypes, costs more than a lease. */
const ANY_AGENT: AcquireOptions = {
  signal: undefined,
  deadlineMs: undefined,
  priority: undefined,
  tenant: undefined,
  assign: undefined,
};

export function createDesk(deps: DeskDeps): Desk {
  const { options, clock, gate, slots, tenants, room, departures, returns, telemetry } = deps;
  const { leakAfterMs, probe, afterAssign } = options;
  const steps = { probe, afterAssign };
  const lessor: Lessor = {
    takeBack: (slot, leasedAtMs, tenant) => {
      telemetry.released(slot, clock.now() - leasedAtMs, tenant);
      returns.giveBack(slot);
    },
  };

  function acquire(asked: AcquireOptions = ANY_AGENT): Promise<Lease> {
    try {
      return serveOrQueue(asked);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  function serveOrQueue(asked: AcquireOptions): Promise<Lease> {
    if (gate.isClosed()) throw new PoolClosedError();
    if (asked !== ANY_AGENT) {
      checkAsked(asked);
      asked.signal?.throwIfAborted();
    }
    const { tenant } = asked;
    const site = leakAfterMs === undefined ? undefined : siteOf(acquire);
    const slot = gate.isOpen() && tenants.hasRoom(tenant) ? slots.lastIdle() : undefined;
    if (slot !== undefined && !needsPreparing(steps, asked, slot, clock)) {
      take(slot, tenant, site);
      return Promise.resolve(lease(slot, true, 0));
    }
    if (slot === undefined) {
      const inVain = deps.whyHopeless();
      if (inVain !== undefined) throw inVain;
      room.admit(tenant);
    }
    const request = room.open(asked, site);
    if (slot === undefined) wait(request);
    else void prepareFor(request, slot);
    return request.lease;
  }

  function wait(request: Request): void {
    room.wait(request);
    deps.onWaiting();
  }

  function take(slot: Slot, tenant: string | undefined, site: Site | undefined): void {
    slot.tenant = tenant;
    slot.site = site;
    slot.uses++;
    tenants.leased(tenant, 1);
    slots.move(slot, 'leased');
  }

  function lease(slot: Slot, hit: boolean, waitedMs: number): Lease {
    telemetry.leased(slot, hit, waitedMs);
    return new SlotLease(slot, lessor, hit, waitedMs);
  }

  function give(request: Request, slot: Slot): void {
    const waitedMs = clock.now() - request.askedAtMs;
    room.settle(request, lease(slot, !request.missed, waitedMs));
  }

  async function prepareFor(request: Request, slot: Slot): Promise<void> {
    const preparing = room.prepare(request);
    take(slot, request.tenant, request.site);
    slot.preparing = preparing;
    const outcome = await prepare(steps, request.options, slot, clock, preparing.signal);
    slot.preparing = undefined;
    if (outcome.kind === 'refused' || outcome.kind === 'spoilt')
      room.turnAway(request, outcome.error);
    const stillHeld = isNow(slot, 'leased') && slot.agent?.state.kind === 'ready';
    if (outcome.kind === 'ready' && stillHeld && request.state === 'preparing') {
      give(request, slot);
      return;
    }
    // Turned away meanwhile, or in want of another agent: its place in line is that of its arrival.
    if (request.state === 'preparing') wait(request);
    if (isNow(slot, 'leased')) {
      if (outcome.kind === 'mute') departures.kill(slot, 'mute');
      else if (outcome.kind === 'spoilt') departures.kill(slot, 'hook');
      else returns.giveBack(slot);
    }
    serve();
  }

  function serve(): void {
    while (room.waiting() > 0 && gate.isOpen()) {
      const slot = slots.lastIdle();
      if (slot === undefined) return;
      const request = room.next();
      if (request === undefined) return;
      if (needsPreparing(steps, request.options, slot, clock)) {
        void prepareFor(request, slot);
      } else {
        take(slot, request.tenant, request.site);
        give(request, slot);
      }
    }
  }

  return { acquire, serve };
}

/** Where `called` was called from, its own frames left out. */
function siteOf(called: (...values: never[]) => unknown): Site {
  const site: Site = {};
  Error.captureStackTrace(site, called);
  return site;
}
