import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { systemError } from '../errors.ts';
import type { LoadedNative } from '../native/binding.ts';
import { REPORTS_FD, type ZygotePlan } from '../process/plan.ts';
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
 * `--single-threaded` it gives that one nothing but what it cannot do otherwise. The other two hold
 * until the first fork, see src/process/garbage.ts.
 */
const FLAGS = [
  '--single-threaded',
  '--v8-pool-size=1',
  '--no-flush-bytecode',
  '--no-memory-reducer',
];
const SOURCE = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const MAIN = fileURLToPath(new URL(`../process/main.${SOURCE}`, import.meta.url));

/**
 * Starts the process, in a session of its own. Rejects with the system's error when there can be none.
 */
export async function startZygoteProcess(options: StartOptions): Promise<ZygoteProcess> {
  const { native } = options.loaded;
  const pair = native.socketPair(1);
  if (typeof pair === 'number') throw systemError(pair, 'socketpair');
  const [requests, theirs] = pair;
  try {
    const child = spawnZygote(options, theirs);
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    // It has started; what may fail later is a signal to one that has ended.
    child.on('error', () => undefined);
    const reports = child.stdio[REPORTS_FD] as Socket;
    return { child: child as ZygoteProcess['child'], requests, reports };
  } catch (error) {
    closeAll(native, [requests]);
    throw error;
  } finally {
    closeAll(native, [theirs]);
  }
}

function spawnZygote(options: StartOptions, requests: number): ChildProcess {
  const { loaded, preload, env, conditions, readyDeadlineMs } = options;
  const libraries = env['LD_PRELOAD'];
  const plan: ZygotePlan = {
    preload,
    nativePath: loaded.path,
    execArgv: conditions,
    libraries,
    readyDeadlineMs,
    coordinatorPid: process.pid,
  };
  return spawn(process.execPath, [...FLAGS, ...conditions, MAIN, JSON.stringify(plan)], {
    // A path that is not there is a warning of the linker's on standard error, and no more.
    env: { ...env, LD_PRELOAD: [loaded.shimPath, libraries].filter(Boolean).join(' ') },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', requests, 'pipe'],
  });
}
