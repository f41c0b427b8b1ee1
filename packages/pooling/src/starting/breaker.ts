import type { Random } from '@muster/agent-runtime';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/**
 * The pause after `failures` failed starts in a row: doubled each time, up to five seconds, and up to
 * half of it left to chance, so that pools whose launchers failed together do not try together.
 */
export function pauseMs(failures: number, random: Random): number {
  const wholeMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(wholeMs * (1 - random() / 2));
}

/**
 * Whether starts are trusted. `closed`: yes; `open`: too many have failed in a row, and the next one
 * waits; `trying`: one is allowed, to see (M. Nygard, Release It!, calls that half open).
 */
export type BreakerState = 'closed' | 'open' | 'trying';

export function breakerState(failures: number, breakAfter: number, pausing: boolean): BreakerState {
  if (failures < breakAfter) return 'closed';
  return pausing ? 'open' : 'trying';
}
