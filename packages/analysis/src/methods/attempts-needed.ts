import { proportionAtMost } from '../proportion.ts';

/** More attempts than this could not be counted one by one. */
const MOST_ATTEMPTS = 1e15;

/**
 * How many independent attempts show that less than a share `limit` fails, when so many of them do
 * fail: 299 without a failure for 0.01 at a one-sided confidence of 0.95 (Clopper and Pearson, 1934).
 * Up to 1e15 of them.
 */
export function attemptsNeeded(failures: number, limit: number, confidence: number): number {
  if (!Number.isSafeInteger(failures) || failures < 0) {
    throw new TypeError(`\`failures\` must be an integer of at least 0, got ${failures}`);
  }
  if (!(limit > 0 && limit < 1)) {
    throw new TypeError(`\`limit\` must be above 0 and below 1, got ${limit}`);
  }
  const shows = (attempts: number): boolean =>
    proportionAtMost(failures, attempts, confidence) < limit;
  let few = failures;
  let enough = failures + 1;
  while (!shows(enough)) {
    if (enough >= MOST_ATTEMPTS) {
      throw new TypeError(
        `\`limit\` must be one that at most ${MOST_ATTEMPTS} attempts can show, got ${limit}`,
      );
    }
    [few, enough] = [enough, Math.min(enough * 2, MOST_ATTEMPTS)];
  }
  while (enough - few > 1) {
    const attempts = Math.floor((few + enough) / 2);
    if (shows(attempts)) enough = attempts;
    else few = attempts;
  }
  return enough;
}
