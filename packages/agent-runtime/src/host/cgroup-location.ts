import { join } from 'node:path';
import { readText } from './proc-files.ts';
import { notShown, type Reading, shown } from './reading.ts';

/** A controller whose limits Muster reads. */
export type Controller = 'memory' | 'pids';

/** Where a controller of a cgroup shows itself. */
export interface CgroupLocation {
  readonly version: 1 | 2;
  /** The directory where the hierarchy is mounted. */
  readonly mountPoint: string;
  /** The cgroup's path below the mount point, empty for its root; no slash at either end. */
  readonly path: string;
}

/** Where the calling process's cgroup of a controller is; null when there are no cgroups. */
export async function ownCgroup(
  controller: Controller,
  procRoot: string,
): Promise<Reading<CgroupLocation | null>> {
  const [cgroups, mountinfo] = await Promise.all([
    readText(join(procRoot, 'self/cgroup')),
    readText(join(procRoot, 'self/mountinfo')),
  ]);
  if (!cgroups.shown) return cgroups;
  if (!mountinfo.shown) return mountinfo;
  return locateCgroup(controller, cgroups.value, mountinfo.value);
}

/** The directories of a cgroup and of all above it that this process may see. */
export function directoriesUpwards({ mountPoint, path }: CgroupLocation): string[] {
  const names = path === '' ? [] : path.split('/');
  return Array.from({ length: names.length + 1 }, (_, dropped) =>
    join(mountPoint, ...names.slice(0, names.length - dropped)),
  );
}

/**
 * Finds the cgroup of a process from its /proc/PID/cgroup and /proc/PID/mountinfo
 * (cgroups(7), proc_pid_mountinfo(5)). On a machine with both versions a controller belongs to one:
 * it is in version 1 exactly when a version 1 line names it. Null when there are no cgroups.
 */
export function locateCgroup(
  controller: Controller,
  cgroups: string,
  mountinfo: string,
): Reading<CgroupLocation | null> {
  const own = pathOf(controller, cgroups);
  if (own === undefined) return shown(null);
  const mount = mountinfo
    .split('\n')
    .map((line) => parseMount(controller, line))
    .find((candidate) => candidate?.version === own.version);
  if (mount === undefined) return notShown(`no cgroup v${own.version} file system is mounted`);
  // A container may see the host's path of its cgroup, with the mount starting at that very path.
  const root = mount.root === '/' ? '' : mount.root;
  const inside = own.path === root || own.path.startsWith(`${root}/`);
  // Seen from inside a cgroup namespace, what lies outside begins with `/..`.
  if (!inside || own.path.split('/').includes('..')) {
    return notShown(`cgroup ${own.path} lies outside what is mounted at ${mount.mountPoint}`);
  }
  const path = own.path.slice(root.length).replaceAll(/^\/+|\/+$/g, '');
  return shown({ version: own.version, mountPoint: mount.mountPoint, path });
}

function pathOf(
  controller: Controller,
  text: string,
): { version: 1 | 2; path: string } | undefined {
  // hierarchy:controllers:path, where the path may hold colons.
  const lines = text.split('\n').map((line) => /^(\d+):([^:]*):(\/.*)$/.exec(line));
  const v1 = lines.find((line) => line?.[2]?.split(',').includes(controller));
  const v2 = lines.find((line) => line?.[1] === '0' && line[2] === '');
  const path = (v1 ?? v2)?.[3];
  return path === undefined ? undefined : { version: v1 ? 1 : 2, path };
}

interface Mount {
  readonly version: 1 | 2;
  readonly root: string;
  readonly mountPoint: string;
}

function parseMount(controller: Controller, line: string): Mount | undefined {
  // Optional fields, of which there may be none, end with a lone hyphen.
  const [before, after] = line.split(' - ');
  const [, , , root, mountPoint] = before?.split(' ') ?? [];
  const [type, , superOptions] = after?.split(' ') ?? [];
  if (root === undefined || mountPoint === undefined) return undefined;
  const found = { root: unescapePath(root), mountPoint: unescapePath(mountPoint) };
  if (type === 'cgroup2') return { version: 2, ...found };
  const isOurs = type === 'cgroup' && superOptions?.split(',').includes(controller);
  return isOurs ? { version: 1, ...found } : undefined;
}

/** The kernel writes space, tab, line end and backslash in a path as three octal digits. */
function unescapePath(path: string): string {
  return path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
