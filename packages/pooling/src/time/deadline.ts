/** The longest Node’s timers can wait; asked for more, they fire at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/** Throws TypeError unless `deadlineMs` is absent or one that a timer can keep. */
export function checkDeadline(deadlineMs: number | undefined, zero: 'refused' | 'allowed'): void {
  if (deadlineMs === undefined) return;
  const least = zero === 'allowed' ? deadlineMs >= 0 : deadlineMs > 0;
  if (typeof deadlineMs === 'number' && least && deadlineMs <= LONGEST_TIMER_MS) return;
  const range = `${zero === 'allowed' ? 'from 0' : 'above 0 and'} up to ${LONGEST_TIMER_MS}`;
  const got = typeof deadlineMs === 'number' ? String(deadlineMs) : typeof deadlineMs;
  throw new TypeError(`\`deadlineMs\` must be milliseconds ${range}, got ${got}`);
}
