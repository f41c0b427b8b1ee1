import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ZygoteUnavailableError } from '../errors.ts';
import { isWholeElf } from './elf.ts';
import { platformName } from './platform.ts';

/** The native side, see native/*.c. Numbers below zero are negated errnos. */
export interface Native {
  /** Returns in each child with its pid and its words. In the zygote it returns only an errno. */
  serve(
    requests: number,
    reports: number,
    kept: Int32Array,
    idle: Int32Array,
  ): readonly [number, string] | number;
  /** Ends the process here and now, without Node's teardown. */
  exitNow(code: number): never;
  /** 1 when the parent is still `pid`; from here on the kernel kills this process with its parent. */
  dieWithParent(pid: number): 0 | 1;
  /** Two connected sockets: of whole messages (1), or of bytes (0). */
  socketPair(messages: 0 | 1): readonly [number, number] | number;
  close(fd: number): number;
  sendRequest(socket: number, bytes: Buffer, fds: Int32Array): number;
  openPidfd(pid: number): number;
  /** Undefined while the process lives; then its wait status, -1 if nobody knows, -2 until it is reaped. */
  readPidfd(fd: number): number | undefined;
}

export interface LoadedNative {
  readonly native: Native;
  readonly path: string;
  /** What a zygote is to load ahead of the C library, see native/shim. */
  readonly shimPath: string;
}

const PACKAGE = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

/** The places a build may lie in: the one made on this machine, then the one that was published. */
export function* nativePaths(): Generator<string> {
  yield join(PACKAGE, 'native', 'build', 'zygote.node');
  yield join(PACKAGE, 'prebuilds', platformName(), 'zygote.node');
}

/** Loads the native side. Throws ZygoteUnavailableError with what was tried, and what to do. */
export function loadNative(paths: Iterable<string> = nativePaths()): LoadedNative {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    throw new ZygoteUnavailableError(`it takes Node 22.18 or later, this is ${process.version}`);
  }
  if (process.platform !== 'linux') {
    throw new ZygoteUnavailableError(
      `Node can only be forked on Linux, this is ${process.platform}`,
    );
  }
  const failures: string[] = [];
  for (const path of paths) {
    if (!existsSync(path)) continue;
    try {
      if (!isWholeElf(path)) throw new Error(`${path} is not whole`);
      return { native: require(path), path, shimPath: join(dirname(path), 'neighbours.so') };
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  const what =
    failures.length === 0
      ? `there is no native build for ${platformName()}`
      : `the native build cannot be loaded (${failures.join('; ')})`;
  throw new ZygoteUnavailableError(
    `${what}; where there is a C compiler, \`npx muster-zygote-build\` makes one`,
  );
}
