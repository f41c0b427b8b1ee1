import type { FileHandle } from 'node:fs/promises';
import { systemClock, type RunClock } from '../clock.ts';
import { MeasurementLockError } from '../errors.ts';
import { isAlive } from './is-alive.ts';
import { loadKernelLocks, type KernelLocks } from './kernel-lock.ts';
import { openLockFile } from './lock-file.ts';
import {
  holderLine,
  leaverLine,
  readHolders,
  waitingMessage,
  type LockHolder,
  type LockMode,
} from './lock-holders.ts';

const POLL_MS = 50;

// Keeps held files from being collected as garbage, which would close them and drop their locks.
const heldFiles = new Set<FileHandle>();

/** The lock, held. */
export interface MeasurementLock {
  readonly holder: LockHolder;
  /** Gives the lock up; a second call does nothing. */
  release(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How to take the lock. */
export interface MeasurementLockOptions {
  /** `measuring` is alone on the machine; `building` may be beside other builds. */
  readonly mode: LockMode;
  /** Who this is, in a word or two, for those who wait. */
  readonly what: string;
  /** @default `MUSTER_LOCK`, else /tmp/muster-measurement.lock, the same for every user */
  readonly path?: string;
  /** Ends the waiting; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told at once whom this waits for, and again when that changes. */
  readonly onWait?: (message: string) => void;
  readonly clock?: RunClock;
}

/**
 * Takes the machine-wide lock, waiting as long as it takes. The kernel holds it for this process
 * and drops it when the process dies, however it dies; child processes do not inherit it.
 */
export async function acquireMeasurementLock(
  options: MeasurementLockOptions,
): Promise<MeasurementLock> {
  const { mode, what, clock = systemClock } = options;
  const path = options.path ?? process.env['MUSTER_LOCK'] ?? '/tmp/muster-measurement.lock';
  options.signal?.throwIfAborted();
  const locks = nativeLocks(path);
  const file = await openLockFile(path);
  try {
    const taken = await waitUntilTaken({ options, locks, file, clock });
    const holder = { pid: process.pid, mode, what, since: clock.wallTime() };
    await announce({ locks, file, holder, taken });
    return heldLock(locks, file, holder);
  } catch (error) {
    await file.close();
    throw error;
  }
}

type Taken = 'exclusive' | 'shared';

async function waitUntilTaken(facts: {
  readonly options: MeasurementLockOptions;
  readonly locks: KernelLocks;
  readonly file: FileHandle;
  readonly clock: RunClock;
}): Promise<Taken> {
  const { options, locks, file, clock } = facts;
  let told = '';
  // Polled: waiting in the kernel would occupy a thread of the pool and could not be aborted.
  for (let attempts = 1; ; attempts += 1) {
    const taken = take(locks, file.fd, options.mode);
    if (taken !== null) return taken;
    const inTheWay = (await livingHolders(file)).filter(
      ({ mode }) => options.mode === 'measuring' || mode === 'measuring',
    );
    // At first nobody may be named: the holder is just about to write, or is a build that has the
    // lock to itself for the moment in which it enters or leaves.
    if (inTheWay.length > 0 || attempts > 2) {
      const message = waitingMessage(inTheWay, localTime);
      if (message !== told) options.onWait?.(message);
      told = message;
    }
    await pause(POLL_MS, clock, options.signal);
  }
}

function take(locks: KernelLocks, fd: number, mode: LockMode): Taken | null {
  // A builder that finds itself alone empties the file, so that it does not grow with every build.
  if (locks.tryLock(fd)) return 'exclusive';
  return mode === 'building' && locks.tryLock(fd, { shared: true }) ? 'shared' : null;
}

async function announce(facts: {
  readonly locks: KernelLocks;
  readonly file: FileHandle;
  readonly holder: LockHolder;
  readonly taken: Taken;
}): Promise<void> {
  const { locks, file, holder, taken } = facts;
  if (taken === 'exclusive') await file.truncate(0);
  await file.write(holderLine(holder));
  if (taken === 'shared' || holder.mode === 'measuring' || locks.tryDowngradeLock(file.fd)) return;
  // Reached on macOS alone, where changing the mode gives the lock up for a moment.
  while (!locks.tryLock(file.fd, { shared: true })) await pause(POLL_MS, systemClock);
}

function heldLock(locks: KernelLocks, file: FileHandle, holder: LockHolder): MeasurementLock {
  let released: Promise<void> | null = null;
  heldFiles.add(file);
  const letGo = async (): Promise<void> => {
    heldFiles.delete(file);
    try {
      if (locks.tryLock(file.fd)) await file.truncate(0);
      else await file.write(leaverLine(holder));
    } finally {
      // Closing drops the lock as well; unlocking first does not wait for anything.
      locks.unlock(file.fd);
      await file.close();
    }
  };
  const release = (): Promise<void> => (released ??= letGo());
  return { holder, release, [Symbol.asyncDispose]: release };
}

async function livingHolders(file: FileHandle): Promise<readonly LockHolder[]> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return readHolders(buffer.toString('utf8', 0, bytesRead)).filter((holder) => isAlive(holder.pid));
}

function pause(delayMs: number, clock: RunClock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
  });
}

function localTime(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB');
}

function nativeLocks(path: string): KernelLocks {
  try {
    return loadKernelLocks();
  } catch (cause) {
    throw new MeasurementLockError(
      `this platform (${process.platform}-${process.arch}) has no kernel locks for ${path}, ` +
        'so nothing could keep two measurements apart',
      { path, cause },
    );
  }
}
