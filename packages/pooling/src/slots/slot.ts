import type { Agent } from '@muster/agent-runtime';
import { type Allowance, type RetirementReason, UNLIMITED } from '../retirement/reasons.ts';
import type { Site } from '../waiting/request.ts';
import type { Linked } from './list.ts';

/** What a slot of the pool is doing; `gone` is one that was removed. */
export type SlotState = 'starting' | 'idle' | 'leased' | 'resetting' | 'retiring' | 'gone';

/**
 * Whether its agent stays. `due`: it serves until its replacement is ready; `relieved`: that is
 * ready, and it leaves when its lease ends; `evicted`: it leaves then, replacement or not.
 */
export type Standing = 'kept' | 'due' | 'relieved' | 'evicted';

/** One place in the pool. `state`, `standing` and `sinceMs` are changed by its `Slots` alone. */
export class Slot implements Linked<Slot> {
  previous: Slot | undefined = undefined;
  next: Slot | undefined = undefined;
  state: SlotState = 'starting';
  standing: Standing = 'kept';
  /** When it got into its state. */
  sinceMs: number;
  /** From the moment its start succeeded. */
  agent: Agent | undefined = undefined;
  /** The last sign of life: ready, back from a lease, or a probe answered. */
  seenAtMs = 0;
  /** Leases begun, whatever became of them. */
  uses = 0;
  readyAtMs = 0;
  allowance: Allowance = UNLIMITED;
  /** Why it is due, once it is. */
  dueBecause: RetirementReason | undefined = undefined;
  /** Who holds it, while leased. */
  tenant: string | undefined = undefined;
  /** Ends the preparing for its lease, while that goes on. */
  preparing: AbortController | undefined = undefined;
  /** Where its lease was acquired, if leaks are watched for; taken away once that was told. */
  site: Site | undefined = undefined;
  /** What follows its resets, made at the first: made for each lease it would cost an eighth of it. */
  onForgotten: (() => void) | undefined = undefined;
  onUnreset: (() => void) | undefined = undefined;

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs;
  }
}

/** Asked anew after each await: meanwhile the agent may have died or the pool closed. */
export const isNow = (slot: Slot, state: SlotState): boolean => slot.state === state;
