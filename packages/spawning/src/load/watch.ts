import type { LoadReading, ReadLoad } from './reading.ts';

/** The load of the host, looked at again and again while somebody wants to know. */
export interface LoadWatch {
  /** The latest; undefined before the first. */
  readonly latest: LoadReading | undefined;
  /** Looks on until `stop`. */
  start(): void;
  stop(): void;
}

export interface LoadWatchOptions {
  readonly read: ReadLoad;
  readonly everyMs: number;
  /** There is a new reading. */
  readonly onLooked: () => void;
}

/** Nothing is known where even looking fails: for want of descriptors, say. */
const UNKNOWN: LoadReading = {
  availableBytes: undefined,
  totalBytes: undefined,
  memoryStallShare: undefined,
  processorStallShare: undefined,
};

/** Looks every `everyMs`, counted from the end of each look. */
export function createLoadWatch({ read, everyMs, onLooked }: LoadWatchOptions): LoadWatch {
  let latest: LoadReading | undefined;
  let watching = false;
  let looking = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    looking = true;
    try {
      latest = await read();
    } catch {
      latest = UNKNOWN;
    }
    looking = false;
    if (!watching) return;
    timer = setTimeout(() => void look(), everyMs);
    onLooked();
  }

  return {
    get latest() {
      return latest;
    },
    start: () => {
      if (watching) return;
      watching = true;
      // What was seen before a pause tells nothing of now.
      latest = undefined;
      if (!looking) void look();
    },
    stop: () => {
      watching = false;
      clearTimeout(timer);
    },
  };
}
