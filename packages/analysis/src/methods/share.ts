/** How many of some independent attempts came out one way. */
export interface Share {
  /** An integer from 0 to `attempts`. */
  readonly successes: number;
  /** A positive integer. */
  readonly attempts: number;
}

/** The share itself, 0..1, once the counts are known to be such; a `TypeError` names them by `name`. */
export function shareOf({ successes, attempts }: Share, name: string): number {
  if (!Number.isSafeInteger(attempts) || attempts < 1) {
    throw new TypeError(`\`${name}.attempts\` must be a positive integer, got ${attempts}`);
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > attempts) {
    throw new TypeError(
      `\`${name}.successes\` must be an integer between 0 and ${attempts}, got ${successes}`,
    );
  }
  return successes / attempts;
}
