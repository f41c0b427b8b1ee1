import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureDescriptors } from './descriptors.ts';
import { signalGroup } from './signal-group.ts';

/** What every launcher must give of a process it started, however it started it. */
export interface AgentProcess {
  /** Also the id of its process group: an agent leads a group of its own. */
  readonly pid: number;
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Sends a signal to the whole group. False when nobody is left to receive it. */
  signal(signal: NodeJS.Signals): boolean;
  /**
   * Settles, and never rejects, when the process has ended and its streams have run dry. Both are null
   * when nobody could see how it ended.
   */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export interface SpawnOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly stdin: 'pipe' | 'ignore';
}

/** Output that a dead process left in its pipes is read for at most this long. */
const DRAIN_MS = 200;

/**
 * Starts a program as the leader of a new session and process group, without a shell. Rejects with
 * the system's error (ENOENT, EACCES, EAGAIN…) when there is no process.
 *
 * This is `node:child_process` and not a library on purpose: it is the measured path, and the
 * baseline of every comparison must be the cheapest plain start there is.
 */
export function spawnProcess(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<AgentProcess> {
  return new Promise((resolve, reject) => {
    ensureDescriptors();
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: [options.stdin, 'pipe', 'pipe'],
      detached: true,
    });
    child.once('error', reject);
    if (child.pid === undefined) return;
    resolve({
      pid: child.pid,
      stdin: child.stdin,
      stdout: child.stdout!,
      stderr: child.stderr!,
      // Once it has been reaped its id may be somebody else's, so nothing is signalled any more.
      signal: (signal) =>
        child.exitCode === null && child.signalCode === null && signalGroup(child.pid!, signal),
      ended: endOf(child),
    });
  });
}

function endOf(child: ChildProcess): AgentProcess['ended'] {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      // Whatever the leader left behind in its group goes with it; until then it would also hold
      // the pipes open.
      signalGroup(child.pid!, 'SIGKILL');
      const settle = (): void => {
        clearTimeout(drained);
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ code, signal });
      };
      const drained = setTimeout(settle, DRAIN_MS);
      child.once('close', () => void untilGone(child.pid!).then(settle));
    });
  });
}

/** Who was killed closes its pipes a moment before it is gone. That moment is waited for, but not for ever. */
async function untilGone(groupId: number): Promise<void> {
  const giveUpAtMs = performance.now() + DRAIN_MS;
  while (signalGroup(groupId, 0) && performance.now() < giveUpAtMs) await delay(1);
}
