import { createRequire } from 'node:module';

/**
 * Locks that the kernel keeps on an open file and drops when the last descriptor of it closes: with
 * the process, however that ends. (`F_OFD_SETLK` on Linux, `flock` on macOS.)
 */
export interface KernelLocks {
  /** Takes the lock at once or says false. A held lock is changed to the asked mode. */
  tryLock(fd: number, options?: { readonly shared?: boolean }): boolean;
  /** Turns an exclusive lock into a shared one; false when that lost the lock (macOS only). */
  tryDowngradeLock(fd: number): boolean;
  unlock(fd: number): void;
}

/** Loads the native locks of this platform; throws where there is no build for it. */
export function loadKernelLocks(): KernelLocks {
  // The module ships no types; requiring it where it is needed also lets its absence be explained.
  const native: KernelLocks = createRequire(import.meta.url)('fs-native-extensions');
  return native;
}
