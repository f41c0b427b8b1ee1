import type { ParsedOptions } from '../parse-options.ts';
import type { Slot } from '../slots/slot.ts';
import type { Slots } from '../slots/slots.ts';
import type { Departures } from './departures.ts';
import { drawAllowance, reasonToRetire, type Wear } from './reasons.ts';
import { whomToRelieve } from './relief.ts';

/** Replaces agents that work, the replacement first. */
export interface Retirement {
  /** Draws what a new agent is allowed. */
  begin(slot: Slot): void;
  /** Looks at what is known of an agent; one that is due has its replacement started. */
  consider(slot: Slot, wear: Wear): void;
  /** An agent has come up: somebody who was due may leave. */
  relieve(): void;
  /** Replaces all there are: idle ones now, others when they come back. */
  readonly evictAll: () => void;
}

export interface RetirementDeps {
  readonly options: Pick<ParsedOptions, 'retire' | 'random' | 'maxStarting'>;
  readonly slots: Slots;
  readonly departures: Departures;
  /** Somebody is to be replaced. */
  readonly onDue: () => void;
}

export function createRetirement({
  options,
  slots,
  departures,
  onDue,
}: RetirementDeps): Retirement {
  const { retire, random, maxStarting } = options;
  const { jitter, aboveBytes } = retire;
  return {
    begin: (slot) => void (slot.allowance = drawAllowance(retire, jitter, random)),
    consider: (slot, wear) => {
      if (slot.standing !== 'kept') return;
      const reason = reasonToRetire(wear, slot.allowance, aboveBytes);
      if (reason === undefined) return;
      slot.dueBecause = reason;
      slots.stand(slot, 'due');
      onDue();
    },
    relieve: () => {
      const slot = whomToRelieve(slots, maxStarting);
      if (slot === undefined) return;
      slots.stand(slot, 'relieved');
      if (slot.state !== 'leased') departures.retire(slot, slot.dueBecause!);
    },
    evictAll: () => {
      for (const state of ['starting', 'resetting', 'leased'] as const) {
        for (const slot of slots.in(state)) {
          // One that is relieved leaves as it is, and its replacement has come.
          if (slot.standing !== 'relieved') slots.stand(slot, 'evicted');
        }
      }
      for (const slot of slots.in('idle')) departures.retire(slot, 'evicted');
    },
  };
}
