import type { Lease } from '../leasing/lease.ts';
import type { AcquireOptions } from '../pool.ts';
import type { Linked } from '../slots/list.ts';

/** Where an acquire was called, if that is wanted. */
export interface Site {
  readonly stack?: string;
}

/** An acquire that could not be served in its call. It settles once, whatever happens to it. */
export class Request implements Linked<Request> {
  previous: Request | undefined = undefined;
  next: Request | undefined = undefined;
  readonly options: AcquireOptions;
  readonly signal: AbortSignal | undefined;
  /** Counts up with each; who was served in vain keeps its own. */
  readonly arrival: number;
  askedAtMs: number;
  deadlineAtMs: number;
  readonly site: Site | undefined;
  readonly lease: Promise<Lease>;
  state: 'waiting' | 'preparing' | 'settled' = 'preparing';
  /** Whether it ever waited for an agent. */
  missed = false;
  /** Ends the preparing of an agent for it, while there is one. */
  preparing: AbortController | undefined = undefined;
  resolve!: (lease: Lease) => void;
  reject!: (error: unknown) => void;

  constructor(
    options: AcquireOptions,
    arrival: number,
    askedAtMs: number,
    deadlineMs: number,
    site: Site | undefined,
  ) {
    this.options = options;
    this.signal = options.signal;
    this.arrival = arrival;
    this.askedAtMs = askedAtMs;
    this.deadlineAtMs = askedAtMs + (options.deadlineMs ?? deadlineMs);
    this.site = site;
    this.lease = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  get tenant(): string | undefined {
    return this.options.tenant;
  }

  get priority(): number {
    return this.options.priority ?? 0;
  }
}
