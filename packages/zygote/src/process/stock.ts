import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a fork would copy badly: descriptors, which it shares, and threads, which it lacks. */
export interface Stock {
  /** Descriptors by number, with what they are: a path, "socket:[123]", "anon_inode:[eventpoll]". */
  readonly descriptors: ReadonlyMap<number, string>;
  /** Besides libuv's pool. */
  readonly threads: number;
  /** Processes it has started that have not ended. */
  readonly children: readonly number[];
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
  const threads = readdirSync('/proc/self/task').filter(isOfProgram).length;
  return { descriptors, threads, children: childrenOfThis() };
}

function childrenOfThis(): readonly number[] {
  try {
    const list = readFileSync(`/proc/self/task/${process.pid}/children`, 'latin1');
    return list.split(' ').filter(Boolean).map(Number);
  } catch {
    return []; // A kernel without CONFIG_PROC_CHILDREN does not tell.
  }
}

/**
 * Not one of the kernel's, which io_uring shows for a while among a process's threads, and none of
 * libuv's pool, which comes to life again in a child with its first job.
 */
function isOfProgram(tid: string): boolean {
  try {
    const name = readFileSync(`/proc/self/task/${tid}/comm`, 'latin1');
    return !name.startsWith('iou-') && !name.startsWith('libuv-worker');
  } catch {
    return false; // It has ended.
  }
}

/** What libuv opens by itself: anew in a child, but for its spare descriptor, which may be shared. */
const LIBUV_OWN = /^(?:\/dev\/null|anon_inode:\[(?:eventpoll|eventfd|io_uring)\])$/;
/**
 * What of a process cannot be forked, in words that follow the name of a module, or undefined:
 * `before` is its stock before anything was preloaded, `now` its stock after.
 */
export function whyNotForkable(before: Stock, now: Stock): string | undefined {
  const opened = [...now.descriptors].filter(
    ([fd, what]) => before.descriptors.get(fd) !== what && !LIBUV_OWN.test(what),
  );
  if (opened.length > 0) {
    const list = opened.map(([fd, what]) => `${fd} (${what})`).join(', ');
    return `left descriptors open, which all children would share: ${list}`;
  }
  if (now.children.length > 0) {
    return `left processes running, of which no child would be the parent: ${now.children.join(', ')}`;
  }
  const extra = now.threads - before.threads;
  if (extra > 0) {
    return `started ${extra} threads, which no child would have`;
  }
  return undefined;
}

/** The numbers of the system calls in which a thread waits: for another thread, for a timer. */
const WAITS =
  process.arch === 'arm64' ? { futex: '98', epoll: '22' } : { futex: '202', epoll: '281' };
const bitOf = (signal: number): bigint => 1n << BigInt(signal - 1);
/** How long V8's threads get to come to rest after a collection. */
const REST_MS = 2_000;

/**
 * The threads that V8 hands work to: those must come to life again in a child. One that is still at
 * work is waited for, since what it is in the middle of cannot be copied. Throws Error when it does
 * not come to rest.
 */
export function idleWorkers(): readonly number[] {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; waitedMs < REST_MS; waitedMs++) {
    const threads = threadsOfV8().map((tid) => ({ tid, call: systemCallOf(tid) }));
    if (threads.every(({ call }) => call === WAITS.futex || call === WAITS.epoll)) {
      return threads.filter(({ call }) => call === WAITS.futex).map(({ tid }) => tid);
    }
    Atomics.wait(pause, 0, 0, 1);
  }
  throw new Error(`a thread of V8 did not come to rest within ${REST_MS} ms`);
}

/**
 * Node lets them hear every signal but SIGUSR1. libuv's pool hears that too, and is made anew by
 * libuv; the inspector's thread hears none.
 */
function threadsOfV8(): readonly number[] {
  return readdirSync('/proc/self/task')
    .map(Number)
    .filter((tid) => {
      const status = readFileSync(`/proc/self/task/${tid}/status`, 'latin1');
      const blocked = BigInt(`0x${/^SigBlk:\s*(\w+)/m.exec(status)?.[1] ?? '0'}`);
      return (blocked & bitOf(10)) !== 0n && (blocked & bitOf(64)) === 0n;
    });
}

/** "running" while it is in none. */
function systemCallOf(tid: number): string {
  return readFileSync(`/proc/self/task/${tid}/syscall`, 'latin1').split(' ', 1)[0]!.trim();
}
