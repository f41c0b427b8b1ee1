import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceRoot } from '@muster/experiment/machine';
import { SPRINTS } from './sprints.ts';

/**
 * The repository to work in: the one around `folder`, when that has the package of a sprint, else
 * the one that the command itself belongs to.
 */
export async function findRoot(folder: string): Promise<string> {
  const around = await workspaceRoot(folder);
  for (const sprint of SPRINTS) {
    // A workspace of something else holds no sprint.
    if (await isThere(join(around, 'packages', sprint.package))) return around;
  }
  return workspaceRoot(import.meta.dirname);
}

/** Whether a file or folder is there; any doubt but its absence is an error. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}
