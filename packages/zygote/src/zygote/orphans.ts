import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { signalGroup } from '@muster/agent-runtime/launcher-kit';
import type { Native } from '../native/binding.ts';
import { closeAll } from './sockets.ts';

/** How often children whose zygote is gone are looked at: nobody tells of their end any more. */
const LOOK_MS = 20;

/** The status of one that has ended and was not reaped yet: the kernel tells its end only after that. */
const NOT_YET = -2;
/** The status of one whose end nobody saw. */
const UNKNOWN = -1;

interface Watched {
  readonly pid: number;
  /** Absent where there is none to be had: the process is then watched by its number. */
  readonly fd: number | undefined;
  readonly onExit: (status: number | undefined) => void;
}

/** Watches processes that have lost their parent. */
export interface Orphans {
  /** From now on sees to it that `onExit` hears how this process ended, as wait(2) tells it. */
  adopt(pid: number, onExit: (status: number | undefined) => void): void;
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
  const statusOf = ({ pid, fd }: Watched): number | undefined => {
    if (fd === undefined) {
      return statusOfZombie(pid) ?? (carries(pid, runToken) ? undefined : UNKNOWN);
    }
    const status = native.readPidfd(fd);
    return status !== undefined && status < 0 ? (statusOfZombie(pid) ?? status) : status;
  };

  function look(): void {
    for (const orphan of watched) {
      const status = statusOf(orphan);
      if (status === undefined || status === NOT_YET) continue;
      watched.delete(orphan);
      release(orphan);
      orphan.onExit(status === UNKNOWN ? undefined : status);
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
        onExit(undefined);
        return;
      }
      const unguard = guard(pid);
      watched.add({
        pid,
        fd,
        onExit: (status) => {
          signalGroup(pid, 'SIGKILL');
          unguard();
          onExit(status);
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
function statusOfZombie(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? Number(fields[49]) : undefined;
  } catch {
    return undefined; // Reaped by now: the next look gets it from the kernel.
  }
}
