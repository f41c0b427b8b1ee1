import type { Clock } from '@muster/agent-runtime';
import { AcquireDeadlineError, TooManyWaitingError } from '../errors.ts';
import type { Lease } from '../leasing/lease.ts';
import type { ParsedOptions } from '../parse-options.ts';
import type { AcquireOptions } from '../pool.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createAlarm } from '../time/alarm.ts';
import { createLine } from './line.ts';
import { Request, type Site } from './request.ts';
import { createSignals } from './signals.ts';
import type { Tenants } from './tenants.ts';

/** All acquires that have not settled: in line, or with an agent that is being prepared for them. */
export interface WaitingRoom {
  /** How many are in line. */
  waiting(): number;
  /** How many of them could have a lease, were there agents enough. */
  servable(): number;
  /** Throws `TooManyWaitingError` when as many as may are in line already. */
  admit(tenant: string | undefined): void;
  /** Makes a request that can be aborted and has a deadline; it must be put in line or served. */
  open(options: AcquireOptions, site: Site | undefined): Request;
  wait(request: Request): void;
  /** Takes out of the line who is to be served next. */
  next(): Request | undefined;
  /** An agent is being prepared for it: its deadline and its signal end that. */
  prepare(request: Request): AbortController;
  settle(request: Request, lease: Lease): void;
  turnAway(request: Request, error: unknown): void;
  turnAllAway(error: unknown): void;
  /** Who asked in the turn that `startMs` stands for has asked by `endMs` at the latest. */
  askedLater(startMs: number, endMs: number): void;
  /** Sets no timer any more. */
  close(): void;
}

export interface WaitingRoomDeps {
  readonly options: Pick<ParsedOptions, 'acquireDeadlineMs' | 'maxWaiting' | 'perTenant' | 'clock'>;
  readonly clock: Clock;
  readonly tenants: Tenants;
  readonly telemetry: Telemetry;
  /** Why the last start failed, if starts fail. */
  readonly lastStartError: () => unknown;
}

export function createWaitingRoom(deps: WaitingRoomDeps): WaitingRoom {
  const { options, clock, tenants, telemetry, lastStartError } = deps;
  const { acquireDeadlineMs, maxWaiting = Infinity, perTenant } = options;
  const line = createLine();
  const beingServed = new Set<Request>();
  const signals = createSignals(turnAway);
  const deadlines = createAlarm(options.clock, expire);
  let arrivals = 0;

  function expire(nowMs: number): number {
    let nextMs = Infinity;
    for (const request of [...line, ...beingServed]) {
      if (request.deadlineAtMs > nowMs) {
        nextMs = Math.min(nextMs, request.deadlineAtMs);
        continue;
      }
      const waitedMs = nowMs - request.askedAtMs;
      turnAway(request, new AcquireDeadlineError(waitedMs, line.length(), lastStartError()));
    }
    return nextMs;
  }

  function leaveLine(request: Request): void {
    tenants.waiting(request.tenant, -1);
    request.state = 'preparing';
  }

  function end(request: Request): void {
    if (request.state === 'waiting') {
      line.leave(request);
      leaveLine(request);
    } else if (request.preparing !== undefined) beingServed.delete(request);
    request.state = 'settled';
    if (request.signal !== undefined) signals.unwatch(request);
  }

  function turnAway(request: Request, error: unknown): void {
    if (request.state === 'settled') return;
    end(request);
    request.preparing?.abort(error);
    telemetry.note({ kind: 'turned-away', error, tenant: request.tenant });
    request.reject(error);
  }

  return {
    waiting: line.length,
    servable: () => tenants.servable(line.length()),
    admit: (tenant) => {
      if (line.length() >= maxWaiting) throw new TooManyWaitingError(maxWaiting, undefined);
      if (tenants.isWaitingEnough(tenant)) throw new TooManyWaitingError(perTenant.waiting, tenant);
    },
    open: (asked, site) => {
      const request = new Request(asked, ++arrivals, clock.now(), acquireDeadlineMs, site);
      deadlines.ringBy(request.deadlineAtMs);
      if (request.signal !== undefined) signals.watch(request);
      return request;
    },
    wait: (request) => {
      if (!request.missed) telemetry.missed();
      request.missed = true;
      request.state = 'waiting';
      if (request.preparing !== undefined) beingServed.delete(request);
      line.join(request);
      tenants.waiting(request.tenant, 1);
    },
    next: () => {
      const request = line.next(tenants.hasRoom);
      if (request !== undefined) leaveLine(request);
      return request;
    },
    prepare: (request) => {
      beingServed.add(request);
      return (request.preparing = new AbortController());
    },
    settle: (request, lease) => {
      end(request);
      request.resolve(lease);
    },
    turnAway,
    turnAllAway: (error) => {
      for (const request of [...line, ...beingServed]) turnAway(request, error);
    },
    askedLater: (startMs, endMs) => {
      for (const request of [...line, ...beingServed]) {
        if (request.askedAtMs !== startMs) continue;
        request.askedAtMs = endMs;
        request.deadlineAtMs += endMs - startMs;
      }
    },
    close: () => deadlines.cancel(),
  };
}
