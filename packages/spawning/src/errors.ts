/** An agent was never started, or not again: for so long the host had no room for one more. */
export class HostFullError extends Error {
  override readonly name = 'HostFullError';
  readonly patienceMs: number;

  constructor(patienceMs: number, because: string | undefined) {
    super(
      `no start succeeded for ${patienceMs} ms: ${because ?? 'the system refused each for want of processes, descriptors or memory'}`,
    );
    this.patienceMs = patienceMs;
  }
}

/** An agent was not started because its burst was halted before. */
export class HaltedError extends Error {
  override readonly name = 'HaltedError';

  constructor(because: string, cause?: unknown) {
    super(`the burst was halted: ${because}`, { cause });
  }
}

/** What happened cannot be written down any more, so nothing more is started. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly path: string;

  constructor(path: string, because: string, cause?: unknown) {
    super(`the journal ${path} ${because}`, { cause });
    this.path = path;
  }
}
