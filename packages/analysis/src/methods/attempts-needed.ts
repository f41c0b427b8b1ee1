import { proportionAtMost } from '../proportion.ts';

/**
 * How many independent attempts show that less than a share `limit` fails, when so many of them do
 * fail: 299 without a failure for 0.01 at a one-sided confidence of 0.95 (Clopper and Pearson, 1934).
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
  while (!shows(enough)) [few, enough] = [enough, enough * 2];
  while (enough - few > 1) {
    const attempts = Math.floor((few + enough) / 2);
    if (shows(attempts)) enough = attempts;
    else few = attempts;
  }
  return enough;
}
