/**
 * Something kept a measurement from being made or recorded. The message is written for the person
 * at the terminal, so it is printed without a stack trace.
 */
export class MeasurementError extends Error {
  override readonly name: string = 'MeasurementError';
}

/** A journal could not be written or is not what a journal must be; `line` counts from 1. */
export class JournalError extends MeasurementError {
  override readonly name = 'JournalError';
  readonly path: string;
  readonly line: number | null;

  constructor(
    message: string,
    details: { readonly path: string; readonly line?: number; readonly cause?: unknown },
  ) {
    super(message, { cause: details.cause });
    this.path = details.path;
    this.line = details.line ?? null;
  }
}

/** An interrupted run cannot be continued, because what would be measured now is something else. */
export class ResumeRefusedError extends MeasurementError {
  override readonly name = 'ResumeRefusedError';
  readonly differences: readonly string[];

  constructor(message: string, differences: readonly string[]) {
    super(message);
    this.differences = differences;
  }
}

/** A result file is missing, malformed, or does not belong to its raw data. */
export class ResultFileError extends MeasurementError {
  override readonly name = 'ResultFileError';
  readonly path: string;

  constructor(message: string, details: { readonly path: string; readonly cause?: unknown }) {
    super(message, { cause: details.cause });
    this.path = details.path;
  }
}

/** The machine-wide lock cannot be used at all; being held by somebody is not an error. */
export class MeasurementLockError extends MeasurementError {
  override readonly name = 'MeasurementLockError';
  readonly path: string;

  constructor(message: string, details: { readonly path: string; readonly cause?: unknown }) {
    super(message, { cause: details.cause });
    this.path = details.path;
  }
}

/** The command line or an environment variable says something that cannot be meant. */
export class UsageError extends MeasurementError {
  override readonly name = 'UsageError';
}

/** Others disturbed so many blocks that nothing can be judged; nothing was published. */
export class DisturbedError extends MeasurementError {
  override readonly name = 'DisturbedError';
  /** Blocks that were measured undisturbed. */
  readonly undisturbed: number;
  readonly dropped: number;

  constructor(
    message: string,
    details: { readonly undisturbed: number; readonly dropped: number },
  ) {
    super(message);
    this.undisturbed = details.undisturbed;
    this.dropped = details.dropped;
  }
}

/** A result could not be written although all its trials are there, and are kept. */
export class PublishError extends MeasurementError {
  override readonly name = 'PublishError';
  readonly path: string;

  constructor(message: string, details: { readonly path: string; readonly cause: unknown }) {
    super(message, { cause: details.cause });
    this.path = details.path;
  }
}

/** The person (or the system) asked the run to stop; what was measured until then is kept. */
export class InterruptedError extends MeasurementError {
  override readonly name = 'InterruptedError';
}
