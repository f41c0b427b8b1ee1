import type { Agent } from '@muster/agent-runtime';
import type { Gate } from '../gate.ts';
import type { ParsedOptions } from '../parse-options.ts';
import type { Departures } from '../retirement/departures.ts';
import type { Retirement } from '../retirement/retirement.ts';
import { isNow, type Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';
import type { Leaving } from '../telemetry/events.ts';

/** What becomes of an agent between two leases. */
export interface Returns {
  /** It comes back from a lease: it is reset and pooled again, or leaves. */
  giveBack(slot: Slot): void;
  /** It is ready for a lease. */
  pool(slot: Slot): void;
}

export interface ReturnsDeps {
  readonly options: Pick<ParsedOptions, 'reuse' | 'perTenant'>;
  readonly gate: Gate;
  readonly slots: Slots;
  readonly departures: Departures;
  readonly retirement: Retirement;
  /** An agent is idle, or a tenant has room again. */
  readonly onFree: () => unknown;
}

export function createReturns(deps: ReturnsDeps): Returns {
  const { options, gate, slots, departures, retirement, onFree } = deps;
  const { reuse, perTenant } = options;
  // Only then can a lease's end let somebody through before its agent is back.
  const tenantCapped = perTenant.leased < Infinity;

  /** Why an agent that comes back is not to be had again; undefined for one that is. */
  function leavingOf({ standing, dueBecause }: Slot, agent: Agent): Leaving | undefined {
    if (gate.isClosed()) return 'closed';
    if (reuse === 'once') return 'used';
    // What was given up it lets go of before it is reset; what somebody waits for it works on.
    if (agent.unanswered > 0 && agent.awaited > 0) return 'busy';
    if (standing === 'evicted') return 'evicted';
    return standing === 'relieved' ? dueBecause : undefined;
  }

  function giveBack(slot: Slot): void {
    // It died while leased, or was killed, and has been replaced.
    if (!isNow(slot, 'leased')) return;
    const agent = slot.agent!;
    retirement.consider(slot, { uses: slot.uses, ageMs: 0, bytes: 0 });
    const leaving = leavingOf(slot, agent);
    if (leaving !== undefined) {
      departures.retire(slot, leaving);
    } else {
      departures.endLease(slot);
      slots.move(slot, 'resetting');
      // Its deadline is that of the slot's state.
      slot.onForgotten ??= () => forgotten(slot);
      slot.onUnreset ??= () => unreset(slot);
      agent.reset().then(slot.onForgotten, slot.onUnreset);
    }
    if (tenantCapped) onFree();
  }

  function forgotten(slot: Slot): void {
    // Somebody may have kept it busy through the handle of an old lease.
    if (slot.agent!.unanswered > 0) unreset(slot);
    else if (isNow(slot, 'resetting')) pool(slot);
  }

  /** Whatever the reason, it cannot be trusted to have forgotten; its successor is clean. */
  function unreset(slot: Slot): void {
    if (isNow(slot, 'resetting')) departures.retire(slot, 'unreset');
  }

  function pool(slot: Slot): void {
    const agent = slot.agent!;
    const { standing } = slot;
    if (gate.isClosed()) return departures.retire(slot, 'closed');
    if (standing === 'evicted') return departures.retire(slot, 'evicted');
    if (standing === 'relieved') return departures.retire(slot, slot.dueBecause!);
    // It died in the moment in which its start or reset completed; its exit will replace it.
    if (agent.state.kind !== 'ready') return;
    slots.move(slot, 'idle');
    slot.seenAtMs = slot.sinceMs;
    onFree();
  }

  return { giveBack, pool };
}
