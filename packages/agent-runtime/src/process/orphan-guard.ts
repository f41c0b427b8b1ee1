import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';

/** The first of a guard's words, by which it is found. */
export const GUARD_NAME = 'muster-orphan-guard';

/** How long a dead coordinator's agents get to leave by themselves before they are killed. */
const GRACE_SECONDS = 0.5;

/**
 * Runs in a shell of its own, outside the coordinator's process group, and reads standard input:
 * which process groups begin and end, and "done" at a clean end. End of file without "done" means
 * that the coordinator is dead, by whatever cause; its agents then get a moment to leave.
 *
 * Killed are first the groups that had not ended: in one whose leader has left, those that remain
 * need not carry any mark of the run. Their ids are most unlikely to have gone to somebody else: the
 * kernel hands out all other ids before it takes one again. Then, again and again until none is left, every
 * process that carries the run's token in its environment goes with its whole group: it finds what
 * an agent put into a session of its own, and only this run's agents inherited the token.
 *
 * `kill -s KILL --` and not `kill -9 --`: the latter, with a group, is an error in dash.
 */
const SCRIPT = `
trap '' INT TERM HUP
token=$1 directory=$2 clean=no
shift 2
groups=" $* "
while read -r word group; do
  case $word in
    begin) groups="$groups$group " ;;
    end) groups="\${groups%% $group *} \${groups#* $group }" ;;
    done) clean=yes ;;
  esac
done
[ $clean = no ] && sleep ${GRACE_SECONDS}
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
round=0
while [ $round -lt 100 ]; do
  found=no
  for file in $(grep -lsF "MUSTER_RUN=$token" /proc/[0-9]*/environ); do
    pid=\${file#/proc/}; pid=\${pid%/environ}
    read -r stat 2>/dev/null < "/proc/$pid/stat" || continue
    set -f; set -- \${stat##*) }; set +f
    [ "$1" = Z ] && continue
    found=yes
    kill -s KILL -- "-$3" 2>/dev/null || kill -s KILL "$pid" 2>/dev/null
  done
  [ $found = no ] && break
  round=$((round + 1))
  sleep 0.01
done
rm -rf -- "$directory"
`;

/** A small process that outlives a coordinator by a moment, to clean up after it. */
export interface OrphanGuard {
  /** Resolves when it runs; rejects with the system's error when it cannot be started. */
  readonly started: Promise<void>;
  /** Tells it of a process group that must not outlive the coordinator. Returns how to say it ended. */
  watch(groupId: number): () => void;
  /** Ends it: what still carries the run's token is killed, the directory removed. */
  close(): Promise<void>;
}

/** How long a closing guard may take for its sweep before it is ended by force. */
const CLOSE_MS = 2_000;

/**
 * Starts the guard of one run. `runToken` is what the run's agents carry as MUSTER_RUN; `directory`
 * is removed with the run. A guard that is killed is replaced, so killing it first does not help.
 * Needs /bin/sh, and Linux's /proc: elsewhere what an agent put into a session of its own stays.
 */
export function createOrphanGuard(runToken: string, directory: string): OrphanGuard {
  const groups = new Set<number>();
  let closing = false;
  let guard = spawnGuard();
  const started = new Promise<void>((resolve, reject) => {
    guard.once('spawn', resolve).once('error', reject);
  });

  function spawnGuard(): ChildProcess {
    // Those that live already come as arguments: a coordinator that is killed right after it has
    // replaced its guard would have no time to tell it of them.
    const words = [GUARD_NAME, runToken, directory, ...[...groups].map(String)];
    const child = spawn('/bin/sh', ['-c', SCRIPT, ...words], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      // Whatever the coordinator's PATH is, the guard must find sleep, grep and rm.
      env: { PATH: `${process.env['PATH'] ?? ''}:/usr/bin:/bin` },
    });
    child.on('error', () => undefined);
    child.once('exit', (_code, signal) => {
      // One that ended by itself is broken, and so would be the next.
      if (!closing && signal !== null) guard = spawnGuard();
    });
    child.unref();
    // Without descriptors to spare there is no process and, against the types, no pipe either.
    const stdin: (Writable & { unref?: () => void }) | null | undefined = child.stdin;
    stdin?.on('error', () => undefined);
    stdin?.unref?.();
    return child;
  }

  async function sweepAndEnd(): Promise<void> {
    if (guard.exitCode !== null || guard.signalCode !== null || guard.pid === undefined) return;
    guard.ref();
    const gone = new Promise<void>((resolve) => guard.once('exit', () => resolve()));
    const overdue = setTimeout(() => guard.kill('SIGKILL'), CLOSE_MS);
    guard.stdin?.end('done\n');
    await gone;
    clearTimeout(overdue);
  }

  return {
    started,
    watch: (groupId) => {
      groups.add(groupId);
      guard.stdin?.write(`begin ${groupId}\n`);
      return () => {
        if (groups.delete(groupId)) guard.stdin?.write(`end ${groupId}\n`);
      };
    },
    close: async () => {
      if (closing) return;
      closing = true;
      await sweepAndEnd();
      // The guard has done so, unless it was killed or never ran.
      await rm(directory, { recursive: true, force: true });
    },
  };
}
