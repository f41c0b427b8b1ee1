import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type AgentNeed, CapacityError, checkCapacity, LaunchError } from '../src/index.ts';
import { DESCRIPTORS_OF_AN_AGENT, measureNeed, privateBytesIn } from '../src/capacity/need.ts';
import { type HostRoom, parseLimit, readRoom } from '../src/capacity/room.ts';
import { shortagesOf } from '../src/capacity/shortages.ts';
import { notShown, shown } from '../src/host/reading.ts';
import type { AgentSpec } from '../src/launchers/spec.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { openDescriptors } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { open } from './fixtures/launch.ts';
import { GET_READY, SERVE, shell } from './fixtures/specs.ts';
import { fixtureTree } from './host-fixture.ts';

const need = { descriptors: 3, tasks: 7, memoryBytes: 1_000 };
const unlimited: HostRoom = {
  descriptors: shown(null),
  userTasks: shown(null),
  cgroupTasks: shown(null),
  machineTasks: shown(null),
  memory: shown(null),
};

describe('limits that agents would run into', () => {
  test.each<readonly [Partial<HostRoom>, object]>([
    [
      // Each of them keeps three, and the last one takes five more while it starts.
      { descriptors: shown({ limit: 45, used: 11 }) },
      { of: 'descriptors', needed: 35, available: 34, limit: 45, fits: 9 },
    ],
    [
      { userTasks: shown({ limit: 100, used: 31 }) },
      { of: 'userTasks', needed: 70, available: 69, limit: 100, fits: 9 },
    ],
    [
      { cgroupTasks: shown({ limit: 10, used: 20 }) },
      { of: 'cgroupTasks', needed: 70, available: 0, limit: 10, fits: 0 },
    ],
    [
      { machineTasks: shown({ limit: 32_768, used: 32_700 }) },
      { of: 'machineTasks', needed: 70, available: 68, limit: 32_768, fits: 9 },
    ],
    [
      { memory: shown({ limit: 9_999, used: 0 }) },
      { of: 'memory', needed: 10_000, available: 9_999, limit: 9_999, fits: 9 },
    ],
  ])('%j', (room, shortage) => {
    expect(shortagesOf(10, need, { ...unlimited, ...room })).toEqual([shortage]);
    expect(shortagesOf(0, need, { ...unlimited, ...room })).toEqual([]);
  });

  test('are all told, the tightest first', () => {
    const host: HostRoom = {
      descriptors: shown({ limit: 32, used: 0 }),
      userTasks: shown({ limit: 70, used: 0 }),
      cgroupTasks: shown({ limit: 21, used: 0 }),
      machineTasks: shown({ limit: 70, used: 0 }),
      memory: shown({ limit: 5_000, used: 0 }),
    };

    const shortages = shortagesOf(10, need, host);

    expect(shortages.map(({ of, fits }) => [of, fits])).toEqual([
      ['cgroupTasks', 3],
      ['memory', 5],
      ['descriptors', 9],
    ]);
  });

  test('are not made up where the host shows none', () => {
    expect(shortagesOf(1_000, need, { ...unlimited, memory: notShown('no /proc') })).toEqual([]);
  });
});

test.each<readonly [string, unknown]>([
  ['Max open files            1024                 524288               files     \n', 1_024],
  ['Max open files            unlimited            unlimited            files     \n', null],
])('a limit is read from %j', (line, limit) => {
  const text = `Limit                     Soft Limit           Hard Limit           Units     \n${line}`;

  expect(parseLimit('Max open files', text)).toEqual({ shown: true, value: limit });
  expect(parseLimit('Max processes', text)).toMatchObject({ shown: false });
});

test('private memory is what is clean and what is dirty', () => {
  const text = 'Rss:  900 kB\nPrivate_Clean:  2 kB\nPrivate_Dirty:  3 kB\nPrivate_Hugetlb:  9 kB\n';

  expect(privateBytesIn(text)).toBe(5 * 1_024);
});

const status = (uid: number, threads: number): string =>
  `Name:\tx\nUid:\t${uid}\t0\t0\t0\nThreads:\t${threads}\n`;
const host = {
  'self/limits': `Max processes  100  200  processes\nMax open files  unlimited  unlimited  files\n`,
  'self/cgroup': '0::/a/b\n',
  'self/mountinfo': '1 1 0:1 / {root}/cg rw - cgroup2 none rw\n',
  '11/status': status(1_000, 30),
  '12/status': status(1_000, 12),
  '13/status': status(0, 500),
  loadavg: '0.83 0.29 0.10 1/94 8757\n',
  'sys/kernel/pid_max': '32768\n',
  'sys/kernel/threads-max': '999\n',
  'cg/pids.max': 'max\n',
  'cg/a/pids.max': '50\n',
  'cg/a/pids.current': '45\n',
  'cg/a/b/pids.max': '20\n',
  'cg/a/b/pids.current': '5\n',
};

test('tasks are counted over a user with their threads, and in the tightest cgroup', async () => {
  await using tree = await fixtureTree(host);

  const room = await readRoom(tree.path, 1_000);

  expect(room).toMatchObject({
    descriptors: shown(null),
    userTasks: shown({ limit: 100, used: 42 }),
    cgroupTasks: shown({ limit: 50, used: 45 }),
    machineTasks: shown({ limit: 999, used: 94 }),
    memory: { shown: false },
  });
});

test('ulimit -u does not hold for root', async () => {
  await using tree = await fixtureTree(host);

  expect((await readRoom(tree.path, 0)).userTasks).toEqual(shown(null));
});

test.each<readonly [string, AgentSpec]>([
  ['module', handyman()],
  ['command', shell(`${GET_READY} ${SERVE}`)],
])('a %s costs its coordinator as many descriptors as is said', async (_kind, spec) => {
  const launcher = await open();
  await launcher.launch(spec);
  const before = openDescriptors().length;

  await Promise.all([launcher.launch(spec), launcher.launch(spec)]);

  expect(openDescriptors().length - before).toBe(2 * DESCRIPTORS_OF_AN_AGENT);
});

test('what is not told is measured on an agent, of which nothing stays', async () => {
  const launcher = await open();

  const measured = await measureNeed(launcher, handyman());

  // Node alone: the main thread, and at least one that collects garbage.
  expect(measured.tasks).toBeGreaterThan(1);
  expect(measured.memoryBytes).toBeGreaterThan(5_000_000);
  expect(measured.memoryBytes).toBeLessThan(200_000_000);
  expect(launcher.sightings()).toEqual([]);
});

test('a burst that does not fit is refused with the number needed and the number there is', async () => {
  const launcher = await open();

  const error = await rejection(
    checkCapacity(launcher, 1_000_000, handyman(), { descriptors: 3, tasks: 0 }),
    CapacityError,
  );

  expect(error.count).toBe(1_000_000);
  expect(error.message).toMatch(
    /^1000000 agents do not fit: .*they need 3000005 descriptors and there are \d+ \(ulimit -n: \d+\), enough for \d+/,
  );
  expect(error.message).toMatch(/bytes of memory/);
});

test('a burst that fits is let through, and nothing is started where all is told', async () => {
  const launcher = await open();
  const small = { descriptors: 1, tasks: 1, memoryBytes: 1 };

  await checkCapacity(launcher, 2, { command: '/no/such/program' }, small);
  expect(launcher.stats()).toMatchObject({ launched: 0, failed: 0 });
  await rejection(checkCapacity(launcher, 2, { command: '/no/such/program' }), LaunchError);
  const partly = { ...small, tasks: undefined } as unknown as Partial<AgentNeed>;
  await rejection(checkCapacity(launcher, 2, { command: '/no/such/program' }, partly), LaunchError);
});

test.each<readonly [unknown, unknown, string]>([
  [-1, {}, '`count` must be a whole number of agents, got -1'],
  ['2', {}, "`count` must be a whole number of agents, got '2'"],
  [2, null, '`told` must be an object, got null'],
  [2, { descriptors: NaN }, '`told.descriptors` must be a finite number, 0 or more, got NaN'],
  [2, { tasks: -5 }, '`told.tasks` must be a finite number, 0 or more, got -5'],
  [2, { memoryBytes: '1' }, "`told.memoryBytes` must be a finite number, 0 or more, got '1'"],
])('%j agents of the need %o are refused before one is started', async (count, told, message) => {
  const launcher = await open();

  const checked = checkCapacity(launcher, count as number, handyman(), told as Partial<AgentNeed>);

  expect((await rejection(checked, TypeError)).message).toBe(message);
  expect(launcher.stats().launched).toBe(0);
});

test('the limits of a shell hold for what is started in it', async () => {
  const fixture = fileURLToPath(new URL('fixtures/burst.ts', import.meta.url));
  const args = ['-c', 'ulimit -n 90; exec "$0" "$@"', process.execPath, fixture, '30'];

  const { stdout } = await promisify(execFile)('/bin/sh', args);

  const [shortage] = JSON.parse(stdout) as { available: number }[];
  expect(shortage).toMatchObject({ of: 'descriptors', needed: 95, limit: 90 });
  expect(shortage!.available).toBeGreaterThan(30);
  expect(shortage!.available).toBeLessThan(90);
});
