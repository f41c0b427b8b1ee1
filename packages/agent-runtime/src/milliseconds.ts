/** The longest Node's timers can wait; asked for more, they fire at once. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** Checks a duration that a caller gave. Throws TypeError that names it. */
export function checkMilliseconds(name: string, value: number): number {
  if (!(value >= 0 && value <= LONGEST_TIMER_MS)) {
    throw new TypeError(
      `\`${name}\` must be a number of milliseconds from 0 to ${LONGEST_TIMER_MS}, got ${String(value)}`,
    );
  }
  return value;
}
