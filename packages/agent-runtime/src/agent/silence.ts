import type { Clock } from '../clock.ts';

/** Notices when somebody who ought to speak does not. */
export interface SilenceWatch {
  /** It ought to speak from now on. Nothing new while it is watched already. */
  begin(): void;
  /** It spoke. */
  heard(): void;
  /** It need not speak any more. */
  end(): void;
}

/** Calls `onSilent` once when nothing was heard for `ms` during a watch, which ends it. */
export function createSilenceWatch(ms: number, clock: Clock, onSilent: () => void): SilenceWatch {
  let timer: NodeJS.Timeout | undefined;
  let heardAtMs = 0;

  const arm = (afterMs: number): void => {
    timer = setTimeout(() => setImmediate(judge, timer), afterMs).unref();
  };
  // Between a timer and an immediate the loop reads what has come: a coordinator that was busy
  // itself must not take its own silence for the agent's.
  const judge = (asked: NodeJS.Timeout | undefined): void => {
    if (timer === undefined || timer !== asked) return;
    const leftMs = heardAtMs + ms - clock.now();
    if (leftMs > 0) return arm(leftMs);
    timer = undefined;
    onSilent();
  };

  return {
    begin: () => {
      if (timer !== undefined) return;
      heardAtMs = clock.now();
      arm(ms);
    },
    heard: () => {
      heardAtMs = clock.now();
    },
    end: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
