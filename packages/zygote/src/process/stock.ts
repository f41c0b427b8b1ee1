import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a fork would copy badly: descriptors, which it shares, and threads, which it lacks. */
export interface Stock {
  /** Descriptors by number, with what they are: a path, "socket:[123]", "anon_inode:[eventpoll]". */
  readonly descriptors: ReadonlyMap<number, string>;
  readonly threads: number;
}

/** What this process has open, and how many threads it is. Linux only. */
export function takeStock(): Stock {
  const descriptors = new Map<number, string>();
  for (const name of readdirSync('/proc/self/fd')) {
    try {
      descriptors.set(Number(name), readlinkSync(`/proc/self/fd/${name}`));
    } catch {
      // The descriptor this list was read through; it is closed by now.
    }
  }
  return { descriptors, threads: readdirSync('/proc/self/task').length };
}

/** What libuv opens by itself: anew in a child, but for its spare descriptor, which may be shared. */
const LIBUV_OWN = /^(?:\/dev\/null|anon_inode:\[(?:eventpoll|eventfd|io_uring)\])$/;
/** libuv's thread pool, which starts with its first job and comes to life again in a child. */
const POOL_THREADS = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);

/**
 * What of a process cannot be forked, in words, or undefined when it can: `before` is its stock
 * before anything was preloaded, `now` its stock after, `resources` what its loop still waits for.
 */
export function whyNotForkable(
  before: Stock,
  now: Stock,
  resources: readonly string[],
): string | undefined {
  if (resources.length > 0) {
    return `something is still under way: ${[...new Set(resources)].join(', ')}`;
  }
  const opened = [...now.descriptors].filter(
    ([fd, what]) => before.descriptors.get(fd) !== what && !LIBUV_OWN.test(what),
  );
  if (opened.length > 0) {
    const list = opened.map(([fd, what]) => `${fd} (${what})`).join(', ');
    return `descriptors were left open, which all children would share: ${list}`;
  }
  const extra = now.threads - before.threads;
  if (extra > 0 && extra !== POOL_THREADS) {
    return `${extra} threads were started, which no child would have`;
  }
  return undefined;
}

/** The number of the system call that waits for another thread. */
const FUTEX = process.arch === 'arm64' ? '98 ' : '202 ';
const bitOf = (signal: number): bigint => 1n << BigInt(signal - 1);

/**
 * The threads that V8 hands work to, if they wait for some: those must come to life again in a child.
 * Node lets them hear every signal but SIGUSR1. libuv's pool hears that too, and is made anew by
 * libuv; the inspector's thread hears none.
 */
export function idleWorkers(): readonly number[] {
  return readdirSync('/proc/self/task')
    .map(Number)
    .filter((tid) => {
      const file = (name: string): string =>
        readFileSync(`/proc/self/task/${tid}/${name}`, 'latin1');
      if (!file('syscall').startsWith(FUTEX)) return false;
      const blocked = BigInt(`0x${/^SigBlk:\s*(\w+)/m.exec(file('status'))?.[1] ?? '0'}`);
      return (blocked & bitOf(10)) !== 0n && (blocked & bitOf(64)) === 0n;
    });
}
