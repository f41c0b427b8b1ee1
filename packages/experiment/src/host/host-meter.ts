import { machineActivity, treeProcessorTime } from '@muster/agent-runtime/host';
import { type HostCounters, type HostUse, usedBetween } from './host-use.ts';
import { throttledPeriods } from './throttled-periods.ts';

/** Starts to watch where the processors' time goes; the returned function ends it and tells. */
export type HostMeter = () => Promise<() => Promise<HostUse>>;

// The kernel counts processor time in ticks of 10 ms (USER_HZ is 100 wherever Node runs).
const TICK_MS = 10;

/** Watches this machine. Never rejects: what cannot be read is null. */
export const hostMeter: HostMeter = async () => {
  // The machine's counters are read right beside the trial on both sides. Asking for our own takes some
  // milliseconds, which then fall on nobody else.
  const own = await ownCounters();
  const before = { ...own, ...machineCounters() };
  return async () => {
    const machine = machineCounters();
    return usedBetween(before, { ...(await ownCounters()), ...machine });
  };
};

function machineCounters(): Pick<HostCounters, 'busyMs' | 'idleMs' | 'stealMs'> {
  const activity = machineActivity();
  if (!activity.shown) return { busyMs: null, idleMs: null, stealMs: null };
  const { busyTicks, idleTicks, stealTicks } = activity.value.processor;
  return {
    busyMs: busyTicks * TICK_MS,
    idleMs: idleTicks * TICK_MS,
    stealMs: stealTicks * TICK_MS,
  };
}

async function ownCounters(): Promise<Pick<HostCounters, 'ownMs' | 'throttledPeriods'>> {
  const [time, periods] = await Promise.all([treeProcessorTime([process.pid]), throttledPeriods()]);
  if (!time.shown) return { ownMs: null, throttledPeriods: periods };
  const { userMs, systemMs, reapedUserMs, reapedSystemMs } = time.value;
  return {
    ownMs: userMs + systemMs + reapedUserMs + reapedSystemMs,
    throttledPeriods: periods,
  };
}
