import { totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { availableMemory, parseMachineMemory } from '../src/host/available-memory.ts';
import { locateCgroup } from '../src/host/cgroup-location.ts';
import { cgroupRoom, parseLimitBytes, parseStatBytes } from '../src/host/cgroup-memory.ts';
import { fixtureTree, valueOf } from './host-fixture.ts';

const MEMINFO = 'MemTotal:        1000 kB\nMemFree:           10 kB\nMemAvailable:     800 kB\n';
const V2_MOUNT =
  '41 31 0:38 / {root}/cgroup rw,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate\n';
const V1_MOUNT = '35 31 0:32 / {root}/v1memory rw,relatime - cgroup cgroup rw,memory\n';
const MACHINE = { availableBytes: 800 * 1024, totalBytes: 1000 * 1024 };
const NO_LIMIT = { ...MACHINE, limitedBy: 'machine', machine: MACHINE };

/** The files of one version 2 cgroup, in bytes. */
function cgroup(path: string, limit: string, current = 0, inactive = 0): Record<string, string> {
  return {
    [`cgroup${path}/memory.max`]: `${limit}\n`,
    [`cgroup${path}/memory.current`]: `${current}\n`,
    [`cgroup${path}/memory.stat`]: `anon 1\ninactive_anon 9\ninactive_file ${inactive}\nactive_file 3\n`,
  };
}

describe('the memory of the machine', () => {
  test('is what the kernel thinks available, not what is free', () => {
    expect(valueOf(parseMachineMemory(MEMINFO))).toEqual(MACHINE);
  });

  test.each([
    '',
    'MemTotal: 1000 kB\n',
    'MemAvailable: 1 kB\n',
    'MemTotal: x kB\nMemAvailable: 1 kB\n',
  ])('is not shown when it reads %j', (text) => {
    expect(parseMachineMemory(text)).toMatchObject({ shown: false });
  });
});

describe('where the memory cgroup is', () => {
  const mount = V2_MOUNT.replace('{root}', '');
  test.each([
    { title: 'version 2', cgroups: '0::/a/b\n', mountinfo: mount, path: 'a/b', version: 2 },
    { title: 'its root', cgroups: '0::/\n', mountinfo: mount, path: '', version: 2 },
    {
      title: 'version 1 when a line there names memory',
      cgroups: '5:cpu,memory:/x:y\n0::/z\n',
      mountinfo: `${mount}${V1_MOUNT.replace('{root}', '')}`,
      path: 'x:y',
      version: 1,
    },
    {
      title: 'version 2 beside version 1 controllers',
      cgroups: '1:cpu:/x\n0::/z\n',
      mountinfo: `32 31 0:29 / /cgroup/cpu rw - cgroup cgroup rw,cpu\n${mount}`,
      path: 'z',
      version: 2,
    },
    {
      title: 'below the part that a container sees',
      cgroups: '0::/docker/abc/agents\n',
      mountinfo: mount.replace(' / ', ' /docker/abc '),
      path: 'agents',
      version: 2,
    },
  ])('is found: $title', ({ cgroups, mountinfo, path, version }) => {
    expect(valueOf(locateCgroup('memory', cgroups, mountinfo))).toMatchObject({ path, version });
  });

  test('is found at a mount point with a space', () => {
    const mountinfo = mount.replace('/cgroup ', '/my\\040cgroup ');
    expect(valueOf(locateCgroup('memory', '0::/\n', mountinfo))?.mountPoint).toBe('/my cgroup');
  });

  test.each([
    { title: 'nothing is mounted', cgroups: '0::/a\n', mountinfo: '' },
    {
      title: 'it lies beside the mount',
      cgroups: '0::/ab\n',
      mountinfo: mount.replace(' / ', ' /a '),
    },
    { title: 'it lies outside the namespace', cgroups: '0::/../b\n', mountinfo: mount },
  ])('is not shown when $title', ({ cgroups, mountinfo }) => {
    expect(locateCgroup('memory', cgroups, mountinfo)).toMatchObject({ shown: false });
  });

  test('is nowhere on a kernel without cgroups', () => {
    expect(locateCgroup('memory', '', '')).toEqual({ shown: true, value: null });
  });
});

describe('the figures of a cgroup', () => {
  test.each([
    { text: 'max\n', value: null },
    { text: '9223372036854771712\n', value: null },
    { text: '1048576\n', value: 1048576 },
  ])('a limit of $text is $value', ({ text, value }) => {
    expect(parseLimitBytes(text)).toEqual({ shown: true, value });
  });

  test.each(['', '-1', 'min', '1 2'])('a limit of %j is not shown', (text) => {
    expect(parseLimitBytes(text)).toMatchObject({ shown: false });
  });

  test('a field of the statistics is not taken for one that ends alike', () => {
    expect(parseStatBytes('total_inactive_file 7\ninactive_file 5\n', 'inactive_file')).toEqual({
      shown: true,
      value: 5,
    });
    expect(parseStatBytes('inactive_file_x 7\n', 'inactive_file')).toMatchObject({ shown: false });
  });

  test.each([
    { current: 70, inactiveFile: 20, availableBytes: 50 },
    { current: 130, inactiveFile: 10, availableBytes: 0 },
    { current: 10, inactiveFile: 20, availableBytes: 100 },
  ])(
    'of a limit of 100, $current used with $inactiveFile droppable leave $availableBytes',
    ({ current, inactiveFile, availableBytes }) => {
      expect(cgroupRoom(100, current, inactiveFile)).toEqual({ availableBytes, totalBytes: 100 });
    },
  );
});

describe('available memory', () => {
  const base = { 'self/cgroup': '0::/a/b\n', 'self/mountinfo': V2_MOUNT, meminfo: MEMINFO };
  const noLimit = { ...NO_LIMIT, cgroup: { shown: true, value: null } };

  test.each([
    {
      title: 'the machine where no cgroup limits',
      files: { ...base, ...cgroup('/a/b', 'max'), ...cgroup('/a', 'max') },
      expected: noLimit,
    },
    {
      title: 'the machine where the controller is not enabled',
      files: { ...base, 'cgroup/a/b/cgroup.procs': '' },
      expected: noLimit,
    },
    {
      title: 'the cgroup where it has less',
      files: { ...base, ...cgroup('/a', 'max'), ...cgroup('/a/b', '1000', 700, 100) },
      expected: { availableBytes: 400, totalBytes: 1000, limitedBy: 'cgroup', machine: MACHINE },
    },
    {
      title: 'an ancestor where it is tighter',
      files: { ...base, ...cgroup('/a', '2000', 1900), ...cgroup('/a/b', '1000', 700, 100) },
      expected: { availableBytes: 100, totalBytes: 2000, limitedBy: 'cgroup' },
    },
    {
      title: 'the machine where the cgroup would allow more',
      files: { ...base, ...cgroup('/a/b', '9000000'), ...cgroup('/a', 'max') },
      expected: {
        ...NO_LIMIT,
        cgroup: { shown: true, value: { availableBytes: 9_000_000, totalBytes: 9_000_000 } },
      },
    },
    {
      title: 'a limit under cgroup version 1',
      files: {
        meminfo: MEMINFO,
        'self/cgroup': '4:memory:/x\n0::/\n',
        'self/mountinfo': `${V1_MOUNT}${V2_MOUNT}`,
        'v1memory/x/memory.limit_in_bytes': '5000\n',
        'v1memory/x/memory.usage_in_bytes': '4000\n',
        'v1memory/x/memory.stat': 'inactive_file 1\ntotal_inactive_file 500\n',
        'v1memory/memory.limit_in_bytes': '9223372036854771712\n',
      },
      expected: { availableBytes: 1500, totalBytes: 5000, limitedBy: 'cgroup' },
    },
  ])('is of $title', async ({ files, expected }) => {
    await using proc = await fixtureTree(files);
    expect(valueOf(await availableMemory(proc.path))).toMatchObject(expected);
  });

  test.each([
    { title: 'no cgroup file', files: { meminfo: MEMINFO } },
    { title: 'a cgroup directory out of sight', files: base },
    {
      title: 'a limit without its use',
      files: { ...base, 'cgroup/a/b/memory.max': '1000\n' },
    },
  ])('with $title shows the machine and that a limit was not seen', async ({ files }) => {
    await using proc = await fixtureTree(files);
    expect(valueOf(await availableMemory(proc.path))).toMatchObject({
      ...NO_LIMIT,
      cgroup: { shown: false },
    });
  });

  test('of this machine lies between nothing and all', async () => {
    const memory = valueOf(await availableMemory());
    expect(memory.machine.totalBytes).toBe(totalmem());
    expect(memory.availableBytes).toBeGreaterThan(0);
    expect(memory.availableBytes).toBeLessThan(memory.totalBytes);
  });
});
