import type { Agent } from '@muster/agent-runtime';
import type { Slot } from '../slots/slot.ts';

/** An agent that is yours until you release it. */
export interface Lease extends AsyncDisposable {
  readonly agent: Agent;
  /** Whether an idle agent was there at the call. */
  readonly hit: boolean;
  /** From the call of acquire to this lease, in milliseconds. */
  readonly waitedMs: number;
  /**
   * Gives the agent back; it is reset off your path. Throws TypeError when called twice. An agent
   * that died, or still works on something, is replaced instead.
   */
  release(): void;
}

/** Where a lease's agent goes back to. */
export interface Lessor {
  takeBack(slot: Slot, leasedAtMs: number, tenant: string | undefined): void;
}

/** A class, where the others are closures: one is made for every lease. */
export class SlotLease implements Lease {
  readonly agent: Agent;
  readonly hit: boolean;
  readonly waitedMs: number;
  readonly #slot: Slot;
  readonly #lessor: Lessor;
  readonly #leasedAtMs: number;
  /** The slot forgets it when the agent dies. */
  readonly #tenant: string | undefined;
  #released = false;

  constructor(slot: Slot, lessor: Lessor, hit: boolean, waitedMs: number) {
    this.agent = slot.agent!;
    this.hit = hit;
    this.waitedMs = waitedMs;
    this.#slot = slot;
    this.#lessor = lessor;
    this.#leasedAtMs = slot.sinceMs;
    this.#tenant = slot.tenant;
  }

  release(): void {
    if (this.#released) {
      throw new TypeError(`the lease of agent ${this.agent.id} was released already`);
    }
    this.#released = true;
    this.#lessor.takeBack(this.#slot, this.#leasedAtMs, this.#tenant);
  }

  /** Disposing after a release is allowed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#released) this.release();
  }
}
