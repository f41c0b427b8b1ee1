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

/** The pool was closed before, or while, this was waiting. */
export class PoolClosedError extends Error {
  override readonly name = 'PoolClosedError';

  constructor() {
    super('the pool is closed');
  }
}
