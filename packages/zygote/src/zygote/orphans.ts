import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { signalGroup } from '@muster/agent-runtime/launcher-kit';
import type { Native } from '../native/binding.ts';
import { closeAll } from './sockets.ts';

/** How often children whose zygote is gone are looked at: nobody tells of their end any more. */
const LOOK_MS = 20;

/** The code of one that has ended and was not reaped yet: the kernel tells its end only after that. */
const NOT_YET = -2;
/** Code and signal of an end that nobody saw. */
const UNKNOWN = [-1, 0] as const;

interface Watched {
  readonly pid: number;
  /** Absent where there is none to be had: the process is then watched by its number. */
  readonly fd: number | undefined;
  readonly onExit: (code: number, signal: number) => void;
}

/** Watches processes that have lost their parent. */
export interface Orphans {
  /** From now on sees to it that `onExit` hears of this process's end, with -1 and 0 if nobody knows. */
  adopt(pid: number, onExit: (code: number, signal: number) => void): void;
}

/**
 * `guard` hears of each, and what it returns of its end: their zygote would have seen to it that they
 * do not outlive the coordinator. `runToken` is what the processes carry in their environment as
 * MUSTER_RUN: one that does not is a stranger who got the number of a child that has ended.
 */
export function createOrphans(
  native: Native,
  runToken: string,
  guard: (pid: number) => () => void,
): Orphans {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;

  const release = ({ fd }: Pick<Watched, 'fd'>): void => {
    if (fd !== undefined) closeAll(native, [fd]);
  };
  const endOf = ({ pid, fd }: Watched): readonly [number, number] | undefined => {
    if (fd === undefined) return endOfZombie(pid) ?? (carries(pid, runToken) ? undefined : UNKNOWN);
    const end = native.readPidfd(fd);
    return end !== undefined && end[0] < 0 && end[1] === 0 ? (endOfZombie(pid) ?? end) : end;
  };

  function look(): void {
    for (const orphan of watched) {
      const end = endOf(orphan);
      if (end === undefined || end[0] === NOT_YET) continue;
      watched.delete(orphan);
      release(orphan);
      orphan.onExit(...end);
    }
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    adopt: (pid, onExit) => {
      // First the descriptor, then the look whether it is the right one: it cannot change any more.
      const opened = native.openPidfd(pid);
      const fd = opened < 0 ? undefined : opened;
      const alive = fd === undefined || native.readPidfd(fd) === undefined;
      if (opened === -constants.errno.ESRCH || (alive && !carries(pid, runToken))) {
        release({ fd });
        onExit(...UNKNOWN);
        return;
      }
      const unguard = guard(pid);
      watched.add({
        pid,
        fd,
        onExit: (code, signal) => {
          signalGroup(pid, 'SIGKILL');
          unguard();
          onExit(code, signal);
        },
      });
      timer ??= setInterval(look, LOOK_MS);
    },
  };
}

function carries(pid: number, runToken: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`MUSTER_RUN=${runToken}`);
  } catch {
    return false;
  }
}

/**
 * How a process ended that nobody has reaped: the first process of many containers never reaps, and
 * kernels before 6.15 tell it only here. The 52nd field of proc_pid_stat(5), a wait status.
 */
function endOfZombie(pid: number): readonly [number, number] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = Number(fields[49]);
    const signal = status & 0x7f;
    return fields[0] === 'Z' ? [signal === 0 ? status >> 8 : -1, signal] : undefined;
  } catch {
    return undefined; // Reaped by now: the next look gets it from the kernel.
  }
}
