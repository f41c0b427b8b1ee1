import { constants } from 'node:os';
import type { Duplex, Readable, Writable } from 'node:stream';
import { type AgentProcess, signalGroup } from '@muster/agent-runtime/launcher-kit';
import { streamOf } from './sockets.ts';

/** A process that a zygote has forked. */
export interface ForkedProcess extends AgentProcess {
  /** The stream of its own that it has as descriptor 3, where one was asked for. */
  readonly channel: Duplex | undefined;
}

/** This process's ends of a child's descriptors. */
export interface Ends {
  readonly stdin: number | undefined;
  readonly stdout: number;
  readonly stderr: number;
  readonly channel: number | undefined;
}

/** A forked process, and how to say that it has ended. */
export interface Followed {
  readonly process: ForkedProcess;
  /** Takes how it ended as wait(2) tells it; undefined when nobody knows. */
  readonly onExit: (status: number | undefined) => void;
}

/** Output that a dead process left in its sockets is read for at most this long. */
const DRAIN_MS = 200;
/** Some signals have two names; the first is the one Node reports. */
const SIGNAL_NAMES = new Map(
  Object.entries(constants.signals)
    .map(([name, number]) => [number, name as NodeJS.Signals] as const)
    .toReversed(),
);

/** Makes the handle of a child that has just been forked. `onKill` hears when it is sent SIGKILL. */
export function followChild(pid: number, ends: Ends, onKill: () => void): Followed {
  const stdout: Readable = streamOf(ends.stdout, 'read');
  const stderr: Readable = streamOf(ends.stderr, 'read');
  const stdin: Writable | null = ends.stdin === undefined ? null : streamOf(ends.stdin, 'write');
  const channel = ends.channel === undefined ? undefined : streamOf(ends.channel, 'both');
  let alive = true;
  let settle: (end: Awaited<AgentProcess['ended']>) => void;
  const ended: AgentProcess['ended'] = new Promise((resolve) => (settle = resolve));

  return {
    process: {
      pid,
      stdin,
      stdout,
      stderr,
      channel,
      signal: (signal) => {
        // Once it has been reaped its number may be somebody else's.
        if (!alive) return false;
        if (signal === 'SIGKILL') onKill();
        // One that is only just forked leads no group yet, and has started nobody.
        return signalGroup(pid, signal) || signalOne(pid, signal);
      },
      ended,
    },
    onExit: (status) => {
      alive = false;
      void drained([stdout, stderr]).then(() => {
        stdin?.destroy();
        settle(endOf(status));
      });
    },
  };
}

/** What a wait status says; waitpid(2) has the macros this is after. The bit between is for a core. */
function endOf(status: number | undefined): Awaited<AgentProcess['ended']> {
  if (status === undefined) return { code: null, signal: null };
  const signal = status & 0x7f;
  if (signal === 0) return { code: status >> 8, signal: null };
  return { code: null, signal: SIGNAL_NAMES.get(signal) ?? null };
}

/** Resolves when the streams have run dry; whoever holds the other end open is not waited for. */
async function drained(streams: readonly Readable[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<void>((resolve) => (timer = setTimeout(resolve, DRAIN_MS)));
  const closed = streams.map(
    (stream) =>
      new Promise<void>((resolve) => {
        if (stream.closed) resolve();
        else stream.once('close', resolve);
      }),
  );
  await Promise.race([Promise.all(closed), overdue]);
  clearTimeout(timer);
  for (const stream of streams) stream.destroy();
}

function signalOne(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // It has ended, and the news is on its way.
  }
}
