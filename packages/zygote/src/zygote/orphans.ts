import { readFileSync } from 'node:fs';
import { signalGroup } from '@muster/agent-runtime/launcher-kit';
import type { Native } from '../native/binding.ts';
import { closeAll } from './sockets.ts';

/** How often children whose zygote is gone are looked at: nobody tells of their end any more. */
const LOOK_MS = 20;

/** How long whoever inherited such a child gets to reap it, which is when the kernel tells its end. */
const REAP_MS = 1_000;
const NOT_YET = -2;

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
  const watched = new Map<number, (code: number, signal: number) => void>();
  const unreaped = new Map<number, number>();
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    for (const [fd, onExit] of watched) {
      const end = native.readPidfd(fd);
      if (end === undefined) continue;
      const looks = (unreaped.get(fd) ?? 0) + 1;
      unreaped.set(fd, looks);
      const [code, signal] = end;
      if (code === NOT_YET && looks * LOOK_MS < REAP_MS) continue;
      watched.delete(fd);
      unreaped.delete(fd);
      closeAll([fd]);
      onExit(Math.max(code, -1), signal);
    }
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    adopt: (pid, onExit) => {
      // First the descriptor, then the look whether it is the right one: it cannot change any more.
      const fd = native.openPidfd(pid);
      const gone = fd >= 0 && native.readPidfd(fd) === undefined && !carries(pid, runToken);
      if (fd < 0 || gone) {
        if (fd >= 0) closeAll([fd]);
        onExit(-1, 0);
        return;
      }
      const unguard = guard(pid);
      watched.set(fd, (code, signal) => {
        signalGroup(pid, 'SIGKILL');
        unguard();
        onExit(code, signal);
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
