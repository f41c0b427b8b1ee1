import type { Cause } from './tries/classify.ts';

/** What happens in the bursts of a spawner, in the order in which it happens. */
export type SpawnEvent =
  | { readonly kind: 'ready'; readonly agentId: string; readonly startMs: number }
  /** A start came to nothing; the agent may be tried again. */
  | {
      readonly kind: 'start-failed';
      readonly job: number;
      readonly cause: Cause;
      readonly error: unknown;
    }
  /** It will not be tried again. */
  | { readonly kind: 'failed'; readonly job: number; readonly error: unknown }
  /** A burst gives up what it has not started. */
  | { readonly kind: 'halted'; readonly because: string }
  /** The host is too loaded for a start. */
  | { readonly kind: 'held'; readonly because: string }
  | { readonly kind: 'released'; readonly heldMs: number };
