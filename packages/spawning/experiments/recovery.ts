import { setTimeout as wait } from 'node:timers/promises';
import { machineActivity } from '@muster/agent-runtime/host';
import { busyShare } from './host-load.ts';
import type { Trial } from './spawn-metrics.ts';

/** Reads what share of all processors' time is used over so many milliseconds; 0 to 1. */
export type ReadBusyShare = (overMs: number, signal: AbortSignal) => Promise<number>;

/** How long the host is looked at to know its rest: on two processors a tick is one in sixty then. */
const REST_MS = 300;
/** And to know whether it is back there. */
const WINDOW_MS = 250;
/** Within so much of its rest, as a share of all processors' time, a host has recovered. */
export const NEAR_REST = 0.1;
/** Nobody waits longer than this, half again as long as is borne, to see it recover. */
export const LONGEST_MS = 15_000;

/** The load of the host before a burst. */
export function restOf(read: ReadBusyShare, signal: AbortSignal): Promise<number> {
  return read(REST_MS, signal);
}

/**
 * How long after this call the host's load was back near its rest: the end of the first window in which
 * it was. No less than a window; `LONGEST_MS` or more where it was not by then.
 */
export async function timeToRecover(
  rest: number,
  read: ReadBusyShare,
  { clock, signal }: Pick<Trial, 'clock' | 'signal'>,
): Promise<number> {
  const sinceMs = clock.now();
  for (;;) {
    const busy = await read(WINDOW_MS, signal);
    const elapsedMs = clock.now() - sinceMs;
    if (busy <= rest + NEAR_REST || elapsedMs >= LONGEST_MS) return elapsedMs;
  }
}

/** Reads it from the kernel's counters. Rejects where the host does not show them. */
export const readBusyShare: ReadBusyShare = async (overMs, signal) => {
  const before = machineActivity();
  await wait(overMs, undefined, { signal });
  const busy = busyShare(before, machineActivity());
  if (busy === undefined) throw new Error('this host does not show how busy its processors are');
  return busy;
};
