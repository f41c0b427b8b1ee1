import type { AgentExit } from '@muster/agent-runtime';
import type { RetirementReason } from '../retirement/reasons.ts';

/**
 * Why the pool itself ended an agent: it was due (`uses`, `age`, `memory`), had been `idle` for too
 * long, was `evicted`, was `used` and is not reused, was `busy` with something when it was given back,
 * did not reset (`unreset`), did not answer a probe (`mute`), was leased for too long (`overdue`), a
 * `hook` failed on it, or the pool `closed`.
 */
export type Leaving =
  | RetirementReason
  | 'idle'
  | 'evicted'
  | 'used'
  | 'busy'
  | 'unreset'
  | 'mute'
  | 'overdue'
  | 'hook'
  | 'closed';

/** What happens in a pool, in the order in which it happens. */
export type PoolEvent =
  | { readonly kind: 'started'; readonly agentId: string; readonly startMs: number }
  | { readonly kind: 'start-failed'; readonly error: unknown; readonly inARow: number }
  | {
      readonly kind: 'leased';
      readonly agentId: string;
      readonly hit: boolean;
      readonly waitedMs: number;
      readonly tenant: string | undefined;
    }
  | {
      readonly kind: 'released';
      readonly agentId: string;
      readonly usedMs: number;
      readonly tenant: string | undefined;
    }
  /** An acquire that ended without a lease. */
  | { readonly kind: 'turned-away'; readonly error: unknown; readonly tenant: string | undefined }
  | { readonly kind: 'retired'; readonly agentId: string; readonly because: Leaving }
  /** An agent that nobody had asked to leave. */
  | { readonly kind: 'died'; readonly agentId: string; readonly exit: AgentExit }
  /** A lease that looks forgotten; `stack` is that of its acquire. */
  | {
      readonly kind: 'leak-suspected';
      readonly agentId: string;
      readonly heldMs: number;
      readonly stack: string;
    }
  /** Too many starts have failed in a row; `agents` are left. */
  | {
      readonly kind: 'broken';
      readonly error: unknown;
      readonly inARow: number;
      readonly agents: number;
    }
  /** Starts succeed again. */
  | { readonly kind: 'mended' };
