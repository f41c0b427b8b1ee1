import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeasurementError } from '../errors.ts';

const PREFIX = 'muster-scratch-';

/** A folder for one trial, made when the trial first asks for it. */
export interface Scratch {
  path(): string;
  /** Removes the folder, if there is one. `arm` names the trial in the error. */
  remove(arm: string): Promise<void>;
}

/** Under the system's own folder: Unix-domain sockets have to have short paths. */
export function createScratch(): Scratch {
  let folder: string | undefined;
  return {
    path: () => (folder ??= mkdtempSync(join(tmpdir(), PREFIX))),
    remove: async (arm) => {
      if (folder === undefined) return;
      try {
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      } catch (cause) {
        throw new MeasurementError(
          `what a trial of ${arm} left in ${folder} cannot be removed; something it started may still run`,
          { cause },
        );
      }
    },
  };
}

/**
 * Removes the folders of runs that were killed. Only to be called under the measurement lock: while
 * it is held, no other trial can be using one. Those of another user stay.
 */
export async function sweepScratch(): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  await Promise.allSettled(
    left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })),
  );
}
