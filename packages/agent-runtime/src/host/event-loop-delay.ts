import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { notShown, type Reading, shown } from './reading.ts';

/**
 * How late a timer due every `resolutionMs` was, in milliseconds: the time between two firings less
 * the resolution, and not below 0. Good to about 1 ms, the grain of the loop's timers.
 *
 * A loop blocked for D ms shows as between D - resolution and D, since the timer was not yet due when
 * the block began. Percentiles are over firings, not over time: a block of one second is one sample
 * where a free loop would have given a hundred, so a lone long block escapes `p99Ms` (Tene's
 * coordinated omission) but never `maxMs`. Judge both.
 */
export interface EventLoopDelay {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Firings since the start. With fewer than 100, `p99Ms` hangs on one or two of them. */
  readonly samples: number;
  readonly resolutionMs: number;
}

/** Watches the event loop of the thread that started it. Does not keep the process alive. */
export interface EventLoopDelayMonitor {
  /** Since the start. A block in the same turn of the loop is not in it yet; `stop()` waits for it. */
  read(): Reading<EventLoopDelay>;
  /** Waits until a block underway is counted, ends the watch and gives the delay since the start. */
  stop(): Promise<Reading<EventLoopDelay>>;
  /** Ends the watch at once. */
  [Symbol.dispose](): void;
}

/**
 * Starts to watch. Resolves when the watch is under way, after about two periods: the histogram of
 * `node:perf_hooks` drops whatever blocks the loop before its timer has fired for the first time.
 * `resolutionMs`, at least 1, defaults to 10; finer costs more wake-ups. Throws a TypeError for
 * anything but a positive integer.
 */
export async function startEventLoopDelayMonitor(
  resolutionMs: number = 10,
): Promise<EventLoopDelayMonitor> {
  if (!Number.isSafeInteger(resolutionMs) || resolutionMs < 1) {
    throw new TypeError(`\`resolutionMs\` must be a positive integer, got ${String(resolutionMs)}`);
  }
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  let watching = histogram.enable();

  const nextSample = async (): Promise<void> => {
    const before = histogram.count;
    while (watching && histogram.count === before) await delay(resolutionMs);
  };
  const read = (): Reading<EventLoopDelay> => {
    // An empty histogram would answer 0 for every percentile.
    if (histogram.count === 0) return notShown('the event loop has not been sampled yet');
    const lateMs = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
    return shown({
      p50Ms: lateMs(histogram.percentile(50)),
      p99Ms: lateMs(histogram.percentile(99)),
      maxMs: lateMs(histogram.max),
      samples: histogram.count,
      resolutionMs,
    });
  };
  const end = (): void => {
    watching = false;
    histogram.disable();
  };

  await nextSample();
  return {
    read,
    stop: async () => {
      await nextSample();
      end();
      return read();
    },
    [Symbol.dispose]: end,
  };
}
