import type { Clock } from '@muster/agent-runtime';
import type { Zygote } from '../zygote/zygote.ts';

export interface KeeperOptions {
  /** `signal` aborts when nobody waits for the zygote any more. */
  readonly open: (signal: AbortSignal) => Promise<Zygote>;
  readonly clock: Clock;
  readonly renewAfterForks: number;
  readonly renewAfterMs: number;
  /** Hears, in a line, when a zygote is lost or cannot be had. */
  readonly onNotice: (line: string) => void;
}

/** Sees to it that there is a zygote: renews it when it is old, replaces it when it dies. */
export interface Keeper {
  /** The one to fork from now, or why there is none at the moment. */
  take(): Zygote | string;
  close(): Promise<void>;
}

/** Waits between attempts to have a zygote again: doubled each time, after a good one from the start. */
const BACKOFF_MS = { first: 100, most: 10_000 } as const;
/** A zygote that has lived this long was a good one. */
const GOOD_MS = 10_000;

/** Opens the first zygote, and rejects as `open` does when that one cannot be had. */
export async function createKeeper(options: KeeperOptions): Promise<Keeper> {
  const { clock, onNotice } = options;
  const all = new Set<Zygote>();
  let current: { readonly zygote: Zygote; readonly sinceMs: number } | undefined;
  let because = '';
  let opening: Promise<void> | undefined;
  let waitMs: number = BACKOFF_MS.first;
  let timer: NodeJS.Timeout | undefined;
  const closing = new AbortController();

  async function open(): Promise<void> {
    const zygote = await options.open(closing.signal);
    all.add(zygote);
    const former = current?.zygote;
    current = { zygote, sinceMs: clock.now() };
    former?.retire();
    void zygote.ended.then((end) => {
      all.delete(zygote);
      if (current?.zygote === zygote && !closing.signal.aborted) lose(end);
    });
    if (closing.signal.aborted) await zygote.close();
  }

  function lose(end: string): void {
    if (current !== undefined && clock.now() - current.sinceMs >= GOOD_MS)
      waitMs = BACKOFF_MS.first;
    current = undefined;
    because = `the zygote has ended (${end}), and another is not ready yet`;
    onNotice(`${because.split('\n', 1)[0]}; until then agents start cold`);
    openLater();
  }

  function openLater(): void {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (current === undefined || isOld()) renew();
    }, waitMs);
    timer.unref();
    waitMs = Math.min(waitMs * 2, BACKOFF_MS.most);
  }

  function renew(): void {
    if (closing.signal.aborted || opening !== undefined || timer !== undefined) return;
    opening = open()
      .catch((error: unknown) => {
        if (closing.signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        onNotice(`no new zygote: ${message.split('\n', 1)[0]}`);
        openLater();
      })
      .finally(() => (opening = undefined));
  }

  function isOld(): boolean {
    if (current === undefined) return false;
    const { zygote, sinceMs } = current;
    return (
      zygote.stats().forks >= options.renewAfterForks ||
      clock.now() - sinceMs >= options.renewAfterMs
    );
  }

  await open();
  return {
    take: () => {
      if (isOld()) renew();
      return current?.zygote ?? because;
    },
    close: async () => {
      closing.abort();
      clearTimeout(timer);
      await Promise.all([...all].map((zygote) => zygote.close()));
      await opening;
    },
  };
}
