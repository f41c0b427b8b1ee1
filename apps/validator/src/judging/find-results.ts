import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const SUFFIX = '.result.json';

/** A result to judge, or why an argument leads to none. */
export interface Found {
  readonly file: string;
  /** Null when there is one. */
  readonly because: string | null;
}

/** The results that a command line names: files, and what lies directly in folders. Each once. */
export async function findResults(paths: readonly string[]): Promise<readonly Found[]> {
  const found = new Map<string, Found>();
  for (const path of paths) {
    for (const each of await resultsAt(path)) found.set(each.file, each);
  }
  return [...found.values()];
}

async function resultsAt(path: string): Promise<readonly Found[]> {
  // Normalized, so that `results/` and `results` are one place.
  const place = join(path);
  try {
    if (!(await stat(place)).isDirectory()) return [{ file: place, because: null }];
    const names = (await readdir(place)).filter((name) => name.endsWith(SUFFIX)).toSorted();
    if (names.length > 0) return names.map((name) => ({ file: join(place, name), because: null }));
    const because = `there is no *${SUFFIX} in ${place}: expected a result or a folder with some, such as packages/pooling/results.`;
    return [{ file: place, because }];
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const because =
      error.code === 'ENOENT' || error.code === 'ENOTDIR'
        ? `${place} is not there: expected a *${SUFFIX} or a folder with some. Check the path, or measure first.`
        : `${place} cannot be read: ${error.message}`;
    return [{ file: place, because }];
  }
}
