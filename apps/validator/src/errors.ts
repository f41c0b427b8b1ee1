/** The command line is wrong. The message says what came and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A result is missing, damaged, or not this machine's. The message ends in the command to run. */
export class UnusableResultError extends Error {
  override readonly name = 'UnusableResultError';
}

/** The report cannot be put where it belongs; the results it was made from are untouched. */
export class UnwritableReportError extends Error {
  override readonly name = 'UnwritableReportError';
}
