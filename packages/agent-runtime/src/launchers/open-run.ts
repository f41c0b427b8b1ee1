import { createHub, type Hub } from '../channel/hub.ts';
import { sweepDeadRuns } from '../process/dead-runs.ts';
import { createOrphanGuard, type OrphanGuard } from '../process/orphan-guard.ts';
import { createRunDirectory, socketPathIn } from '../process/run-directory.ts';
import { signDirectory } from '../process/run-owner.ts';

/** What every run has, whatever starts its processes. */
export interface Run {
  readonly directory: string;
  readonly guard: OrphanGuard;
  readonly hub: Hub;
}

/**
 * The directory, what cleans it up, and the socket in it: nothing may lie there unguarded. Rejects,
 * and leaves nothing, when one cannot be had.
 */
export async function openRun(runToken: string): Promise<Run> {
  const directory = createRunDirectory();
  const guard = createOrphanGuard(runToken, directory);
  try {
    await guard.started;
    signDirectory(directory, runToken);
    await sweepDeadRuns();
    return { directory, guard, hub: await createHub(socketPathIn(directory)) };
  } catch (error) {
    await guard.close();
    const because = error instanceof Error ? error.message : String(error);
    throw new Error(`no agents can be started here: ${because}`, { cause: error });
  }
}
