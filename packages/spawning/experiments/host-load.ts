import { setInterval as every } from 'node:timers/promises';
import {
  availableMemory,
  between,
  type HostPressure,
  hostPressure,
  type MachineActivity,
  machineActivity,
  type Reading,
  startEventLoopDelayMonitor,
} from '@muster/agent-runtime/host';
import type { Trial } from './spawn-metrics.ts';

/** The load of the host over a burst. What the host does not show is left out. */
export interface HostLoad {
  /** Of all processors' time. */
  readonly busyShare?: number;
  /** Threads running or ready to run, on average, this one left out. */
  readonly runQueue?: number;
  /** Shares of the time in which something waited. */
  readonly processorStallShare?: number;
  readonly memoryStallShare?: number;
  /** The least that was available at any look, of all memory. */
  readonly availableShare?: number;
  /** Of this process, which coordinates. */
  readonly loopP99Ms?: number;
  readonly loopMaxMs?: number;
}

/** How often that is looked at which only shows in the instant. */
const LOOK_EVERY_MS = 50;

/** Host and event loop, watched until it is ended or disposed of. */
export interface HostWatch extends Disposable {
  end(): Promise<HostLoad>;
}

/** Watches from when it resolves. */
export async function watchHost(clock: Trial['clock']): Promise<HostWatch> {
  const looks = lookAgainAndAgain();
  const loop = await startEventLoopDelayMonitor();
  const before = { activity: machineActivity(), pressure: await hostPressure(), atMs: clock.now() };
  return {
    end: async () => {
      const activity = machineActivity();
      const spentMs = clock.now() - before.atMs;
      const pressure = await hostPressure();
      const delay = await loop.stop();
      const stallOf = (of: 'cpu' | 'memory'): number | undefined =>
        stalledShare(before.pressure[of], pressure[of], spentMs);
      const { running, available } = await looks.end();
      return withoutGaps({
        busyShare: busyShare(before.activity, activity),
        runQueue: mean(running),
        processorStallShare: stallOf('cpu'),
        memoryStallShare: stallOf('memory'),
        availableShare: available.length === 0 ? undefined : Math.min(...available),
        loopP99Ms: delay.shown ? delay.value.p99Ms : undefined,
        loopMaxMs: delay.shown ? delay.value.maxMs : undefined,
      });
    },
    [Symbol.dispose]: () => {
      looks[Symbol.dispose]();
      loop[Symbol.dispose]();
    },
  };
}

/** The share of all processors' time that was used between two readings; undefined where not shown. */
export function busyShare(
  before: Reading<MachineActivity>,
  after: Reading<MachineActivity>,
): number | undefined {
  if (!before.shown || !after.shown) return undefined;
  const shares = between(before.value.processor, after.value.processor);
  return shares.shown ? shares.value.busyShare : undefined;
}

interface Looks extends Disposable {
  end(): Promise<{ readonly running: readonly number[]; readonly available: readonly number[] }>;
}

function lookAgainAndAgain(): Looks {
  const running: number[] = [];
  const available: number[] = [];
  const lookAtMemory = async (): Promise<void> => {
    const memory = await availableMemory();
    if (memory.shown) available.push(memory.value.availableBytes / memory.value.totalBytes);
  };
  const over = new AbortController();
  const looking = (async () => {
    try {
      for await (const _ of every(LOOK_EVERY_MS, null, { signal: over.signal })) {
        const activity = machineActivity();
        if (activity.shown) running.push(activity.value.runQueue.running - 1);
        await lookAtMemory();
      }
    } catch (error) {
      if (!over.signal.aborted) throw error;
    }
  })();
  // Whoever ends it hears of it.
  looking.catch(() => undefined);
  return {
    end: async () => {
      over.abort();
      await looking;
      // Agents may have come after the last look.
      await lookAtMemory();
      return { running, available };
    },
    [Symbol.dispose]: () => over.abort(),
  };
}

function stalledShare(
  before: HostPressure['cpu'],
  after: HostPressure['cpu'],
  spentMs: number,
): number | undefined {
  if (!before.shown || !after.shown) return undefined;
  const stalledMs = (after.value.some.totalUs - before.value.some.totalUs) / 1_000;
  return Math.min(1, stalledMs / spentMs);
}

function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

type Gaps<Of> = { readonly [Field in keyof Of]: Of[Field] | undefined };

function withoutGaps(load: Gaps<Required<HostLoad>>): HostLoad {
  return Object.fromEntries(Object.entries(load).filter(([, value]) => value !== undefined));
}
