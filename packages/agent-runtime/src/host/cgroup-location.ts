import { notShown, type Reading, shown } from './reading.ts';

/** Where the memory controller of a cgroup shows itself. */
export interface CgroupLocation {
  readonly version: 1 | 2;
  /** The directory where the hierarchy is mounted. */
  readonly mountPoint: string;
  /** The cgroup's path below the mount point, empty for its root; no slash at either end. */
  readonly path: string;
}

/**
 * Finds the memory cgroup of a process from its /proc/PID/cgroup and /proc/PID/mountinfo
 * (cgroups(7), proc_pid_mountinfo(5)). On a machine with both versions a controller belongs to one:
 * memory is in version 1 exactly when a version 1 line names it. Null when there are no cgroups.
 */
export function locateMemoryCgroup(
  cgroups: string,
  mountinfo: string,
): Reading<CgroupLocation | null> {
  const own = ownCgroup(cgroups);
  if (own === undefined) return shown(null);
  const mount = mountinfo
    .split('\n')
    .map(parseMount)
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

function ownCgroup(text: string): { version: 1 | 2; path: string } | undefined {
  // hierarchy:controllers:path, where the path may hold colons.
  const lines = text.split('\n').map((line) => /^(\d+):([^:]*):(\/.*)$/.exec(line));
  const v1 = lines.find((line) => line?.[2]?.split(',').includes('memory'));
  const v2 = lines.find((line) => line?.[1] === '0' && line[2] === '');
  const path = (v1 ?? v2)?.[3];
  return path === undefined ? undefined : { version: v1 ? 1 : 2, path };
}

interface Mount {
  readonly version: 1 | 2;
  readonly root: string;
  readonly mountPoint: string;
}

function parseMount(line: string): Mount | undefined {
  // Optional fields, of which there may be none, end with a lone hyphen.
  const [before, after] = line.split(' - ');
  const [, , , root, mountPoint] = before?.split(' ') ?? [];
  const [type, , superOptions] = after?.split(' ') ?? [];
  if (root === undefined || mountPoint === undefined) return undefined;
  const found = { root: unescapePath(root), mountPoint: unescapePath(mountPoint) };
  if (type === 'cgroup2') return { version: 2, ...found };
  const isMemory = type === 'cgroup' && superOptions?.split(',').includes('memory');
  return isMemory ? { version: 1, ...found } : undefined;
}

/** The kernel writes space, tab, line end and backslash in a path as three octal digits. */
function unescapePath(path: string): string {
  return path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
