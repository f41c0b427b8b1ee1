import type { Random } from '@muster/agent-runtime';

/** Why an agent is to be replaced while nothing is wrong with it yet. */
export type RetirementReason = 'uses' | 'age' | 'memory';

/** When agents are replaced although they work. */
export interface RetireOptions {
  /** After so many leases. */
  readonly afterUses?: number | undefined;
  /** So long after it was ready. */
  readonly afterMs?: number | undefined;
  /** When it and its descendants take more (PSS: shared pages in proportion). */
  readonly aboveBytes?: number | undefined;
}

/** How much of `afterUses` and `afterMs` is left to chance, unless told. */
export const DEFAULT_JITTER = 0.1;

/** What one agent is allowed. Infinity where there is no limit. */
export interface Allowance {
  readonly uses: number;
  readonly ageMs: number;
}

export const UNLIMITED: Allowance = { uses: Infinity, ageMs: Infinity };

/**
 * Draws an agent's own limits, up to `jitter` (0 to 1) below what is asked for: agents that were
 * started together must not all leave together.
 */
export function drawAllowance(
  { afterUses = Infinity, afterMs = Infinity }: RetireOptions,
  jitter: number,
  random: Random,
): Allowance {
  const share = 1 - jitter * random();
  return { uses: Math.max(1, Math.round(afterUses * share)), ageMs: afterMs * share };
}

/** What is known of an agent; 0 what was not looked at. */
export interface Wear {
  readonly uses: number;
  readonly ageMs: number;
  readonly bytes: number;
}

/** Why an agent is due; undefined for one that is not. */
export function reasonToRetire(
  { uses, ageMs, bytes }: Wear,
  allowance: Allowance,
  aboveBytes: number = Infinity,
): RetirementReason | undefined {
  if (uses >= allowance.uses) return 'uses';
  if (ageMs >= allowance.ageMs) return 'age';
  return bytes > aboveBytes ? 'memory' : undefined;
}
