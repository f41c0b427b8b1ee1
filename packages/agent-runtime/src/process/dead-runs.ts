import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createOrphanGuard, GUARD_NAME } from './orphan-guard.ts';
import { isNameOfRun, placeOfRuns } from './run-directory.ts';
import { tokenOfDeadRun } from './run-owner.ts';

/**
 * Ends what is left of runs whose coordinator is dead: those whose guard was killed with it. What
 * carries such a run's token is killed, its directory removed; all others are left alone. Resolves
 * when that is done, and never rejects: the next start will try again.
 */
export async function sweepDeadRuns(): Promise<void> {
  const guarded = commandLinesOfGuards();
  const sweeps = ownDirectories().flatMap((directory) => {
    const token = tokenOfDeadRun(directory);
    // A guard that lives gives agents time to leave by themselves, and needs no help.
    if (token === undefined || guarded().some((words) => words.includes(directory))) return [];
    return [createOrphanGuard(token, directory).close()];
  });
  await Promise.allSettled(sweeps);
}

/** Only what this user alone can write to: whatever lies there was put there by its own processes. */
function ownDirectories(): readonly string[] {
  const place = placeOfRuns();
  return attempt(() => readdirSync(place), [])
    .filter(isNameOfRun)
    .map((name) => join(place, name))
    .filter((path) =>
      attempt(() => {
        const { uid, mode } = statSync(path);
        return uid === process.getuid?.() && (mode & 0o077) === 0;
      }, false),
    );
}

/** Looked up when first asked for, which is when there is a dead run. */
function commandLinesOfGuards(): () => readonly (readonly string[])[] {
  let found: readonly (readonly string[])[] | undefined;
  return () =>
    (found ??= attempt(() => readdirSync('/proc'), [])
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '').split('\0'))
      .filter((words) => words.includes(GUARD_NAME)));
}

function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
