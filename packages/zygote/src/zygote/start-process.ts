import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getSystemErrorName } from 'node:util';
import { systemError } from '../errors.ts';
import type { LoadedNative } from '../native/binding.ts';
import type { ZygotePlan } from '../process/plan.ts';
import { closeAll } from './sockets.ts';

export interface StartOptions {
  readonly loaded: LoadedNative;
  readonly preload: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly conditions: readonly string[];
  readonly readyDeadlineMs: number;
}

/** A zygote's process as its coordinator holds it. */
export interface ZygoteProcess {
  readonly child: ChildProcess & {
    readonly pid: number;
    readonly stdout: Socket;
    readonly stderr: Socket;
  };
  /** The coordinator's end of the socket that takes requests. Whoever gets it closes it. */
  readonly requests: number;
  readonly reports: Socket;
}

/**
 * The fewer threads V8 has, the fewer a child must bring to life again, and one is the fewest; with
 * `--single-threaded` it gives that one nothing but what it cannot do otherwise. What was compiled
 * for the rehearsal is not to be forgotten again.
 */
const FLAGS = [
  '--single-threaded',
  '--v8-pool-size=1',
  '--no-flush-bytecode',
  // It collects when a process has long allocated little. What the zygote's last collection put off by
  // 8 to 30 s would be due in each child at once, and copy all of its heap.
  '--no-memory-reducer',
];
const SOURCE = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const MAIN = fileURLToPath(new URL(`../process/main.${SOURCE}`, import.meta.url));

/** Starts the process, in a session of its own. Throws the system's error when there can be none. */
export function startZygoteProcess(options: StartOptions): ZygoteProcess {
  const { loaded, preload, env, conditions } = options;
  const pair = loaded.native.socketPair(1);
  if (typeof pair === 'number') throw systemError(-pair, 'socketpair', getSystemErrorName(pair));
  const [requests, theirs] = pair;
  const plan: ZygotePlan = {
    preload,
    nativePath: loaded.path,
    execArgv: conditions,
    readyDeadlineMs: options.readyDeadlineMs,
    coordinatorPid: process.pid,
  };
  const child = spawn(process.execPath, [...FLAGS, ...conditions, MAIN, JSON.stringify(plan)], {
    // A path that is not there is a warning of the linker's on standard error, and no more.
    env: { ...env, LD_PRELOAD: loaded.shimPath },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', theirs, 'pipe'],
  });
  closeAll([theirs]);
  const reports = child.stdio[4] as Socket | null | undefined;
  if (child.pid === undefined || reports == null) {
    closeAll([requests]);
    child.once('error', () => undefined);
    throw systemError(0, 'spawn', 'no process or no descriptors for a zygote');
  }
  // It has started; what may fail later is a signal to one that has ended.
  child.on('error', () => undefined);
  return { child: child as ZygoteProcess['child'], requests, reports };
}
