/** No agent came free in time. `cause` is the last failed start, if that is why. */
export class AcquireDeadlineError extends Error {
  override readonly name = 'AcquireDeadlineError';
  readonly waitedMs: number;
  /** Acquires that were waiting at that moment, this one included. */
  readonly waiting: number;

  constructor(waitedMs: number, waiting: number, lastStartError: unknown) {
    const blame = lastStartError === undefined ? '' : '; the last agent start failed, see `cause`';
    super(
      `no agent came free within ${Math.round(waitedMs)} ms, ${waiting} acquires are waiting${blame}`,
      { cause: lastStartError },
    );
    this.waitedMs = waitedMs;
    this.waiting = waiting;
  }
}

/** As many acquires as may were waiting already, of everybody or of this tenant. */
export class TooManyWaitingError extends Error {
  override readonly name = 'TooManyWaitingError';
  /** How many may wait. */
  readonly limit: number;
  /** Whose limit it is; undefined when it is everybody's. */
  readonly tenant: string | undefined;

  constructor(limit: number, tenant: string | undefined) {
    const whose = tenant === undefined ? '' : ` of tenant ${tenant}`;
    super(`no agent is free, and ${limit} acquires${whose} are waiting already`);
    this.limit = limit;
    this.tenant = tenant;
  }
}

/** The pool has no agent left, and starts fail. `cause` is why the last one did. */
export class PoolBrokenError extends Error {
  override readonly name = 'PoolBrokenError';
  /** How many starts have failed in a row; those side by side count as one. */
  readonly inARow: number;

  constructor(inARow: number, lastStartError: unknown) {
    const failed = inARow === 1 ? 'the last start' : `the last ${inARow} starts`;
    super(`the pool has no agent left and ${failed} failed, see \`cause\``, {
      cause: lastStartError,
    });
    this.inARow = inARow;
  }
}

/** An agent was not ready, with its `beforePool`, within the pool's `startDeadlineMs`. */
export class StartDeadlineError extends Error {
  override readonly name = 'StartDeadlineError';
  readonly deadlineMs: number;

  constructor(deadlineMs: number) {
    super(`an agent was not ready within ${deadlineMs} ms`);
    this.deadlineMs = deadlineMs;
  }
}

/** The pool was closed before, or while, this was waiting. */
export class PoolClosedError extends Error {
  override readonly name = 'PoolClosedError';

  constructor() {
    super('the pool is closed');
  }
}
