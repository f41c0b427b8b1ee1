import { AgentExitedError, type AgentExit } from '@muster/agent-runtime';
import { isNow, type Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';
import type { Leaving } from '../telemetry/events.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Tenants } from '../waiting/tenants.ts';

/** How slots leave the pool. Whatever way, the agent's exit is what ends them. */
export interface Departures {
  /** Asks the agent to leave, with the launcher's grace and then by force. */
  retire(slot: Slot, because: Leaving): void;
  /** Ends an agent that would not hear. */
  kill(slot: Slot, because: Leaving): void;
  /** The agent's process is gone, wished for or not. */
  gone(slot: Slot, exit: AgentExit): void;
  /** Nothing came of a start. */
  drop(slot: Slot): void;
  /** A lease is over: its tenant may have another. */
  endLease(slot: Slot): void;
}

export interface DeparturesOptions {
  readonly slots: Slots;
  readonly tenants: Tenants;
  readonly telemetry: Telemetry;
  /** A place may have come free. */
  readonly onLeft: () => void;
}

const WORDS_OF_KILL: Partial<Record<Leaving, string>> = {
  overdue: 'its lease was held for too long',
  mute: 'it did not answer a probe',
  hook: 'a hook of the pool failed',
};

export function createDepartures(options: DeparturesOptions): Departures {
  const { slots, tenants, telemetry, onLeft } = options;

  function endLease(slot: Slot): void {
    tenants.leased(slot.tenant, -1);
    slot.tenant = undefined;
    slot.site = undefined;
  }

  function leave(slot: Slot): void {
    if (isNow(slot, 'leased')) endLease(slot);
    slots.move(slot, 'retiring');
  }

  function send(slot: Slot, because: Leaving): void {
    leave(slot);
    telemetry.note({ kind: 'retired', agentId: slot.agent!.id, because });
    onLeft();
  }

  function drop(slot: Slot): void {
    if (!isNow(slot, 'retiring')) leave(slot);
    slots.remove(slot);
    onLeft();
  }

  return {
    endLease,
    drop,
    retire: (slot, because) => {
      send(slot, because);
      void slot.agent?.stop();
    },
    kill: (slot, because) => {
      send(slot, because);
      void slot.agent?.kill(WORDS_OF_KILL[because]);
    },
    gone: (slot, exit) => {
      if (!isNow(slot, 'retiring')) {
        telemetry.note({ kind: 'died', agentId: slot.agent!.id, exit });
      }
      drop(slot);
      slot.preparing?.abort(new AgentExitedError(slot.agent!.id, exit));
    },
  };
}
