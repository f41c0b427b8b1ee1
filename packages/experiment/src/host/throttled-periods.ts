import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** Where the kernel shows itself. */
export interface KernelRoots {
  /** @default '/proc' */
  readonly proc?: string;
  /** @default '/sys/fs/cgroup' */
  readonly cgroup?: string;
}

/**
 * The periods so far in which a limit on processor time stopped the control group of this process, or
 * one above it (cgroups(7), `nr_throttled` in cpu.stat of version 1 and 2). 0 where there is a group
 * without a limit; null where none is shown.
 */
export async function throttledPeriods(roots: KernelRoots = {}): Promise<number | null> {
  const { proc = '/proc', cgroup = '/sys/fs/cgroup' } = roots;
  const own = ownGroup((await textOf(join(proc, 'self/cgroup'))) ?? '');
  if (own === null) return null;
  for (const mount of own.mounts) {
    const stats = await Promise.all(
      upwards(own.path).map((path) => textOf(join(cgroup, mount, path, 'cpu.stat'))),
    );
    const there = stats.filter((text) => text !== null);
    if (there.length > 0) return there.reduce((sum, text) => sum + throttledIn(text), 0);
  }
  return null;
}

/** The group that limits processor time: version 1 exactly when one of its lines names `cpu`. */
function ownGroup(text: string): { mounts: readonly string[]; path: string } | null {
  // hierarchy:controllers:path, where the path may hold colons.
  const lines = text.split('\n').map((line) => /^(\d+):([^:]*):(\/.*)$/.exec(line));
  const v1 = lines.find((line) => line?.[2]?.split(',').includes('cpu'));
  if (v1 != null) return { mounts: [v1[2] ?? '', 'cpu'], path: v1[3] ?? '/' };
  const v2 = lines.find((line) => line?.[1] === '0' && line[2] === '');
  return v2 == null ? null : { mounts: ['', 'unified'], path: v2[3] ?? '/' };
}

/**
 * A path and all above it. A container may be told its path on the host, of which nothing but the
 * end is mounted here, at the root: what is not there is skipped.
 */
function upwards(path: string): readonly string[] {
  const clean = posix.normalize(path);
  return clean === '/' || clean.startsWith('/..')
    ? ['/']
    : [clean, ...upwards(posix.dirname(clean))];
}

function throttledIn(stat: string): number {
  return Number(/^nr_throttled (\d+)$/m.exec(stat)?.[1] ?? 0);
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // Whatever the reason is, this is not told here.
    return null;
  }
}
