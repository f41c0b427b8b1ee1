import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hostMeter } from '../src/host/host-meter.ts';
import { throttledPeriods } from '../src/host/throttled-periods.ts';
import { startChild } from './support/child.ts';
import { temporaryFolder } from './support/temporary.ts';

const BURN = `
  const used = () => process.cpuUsage().user + process.cpuUsage().system;
  const until = used() + 400_000;
  while (used() < until) for (let n = 0; n < 1e5; n += 1);
`;

describe.runIf(process.platform === 'linux')('the meter', () => {
  test('tells own time from that of others, also of children that have ended', async () => {
    const stop = await hostMeter();
    await startChild(['-e', BURN]).ended();
    const use = await stop();
    expect(use.ownMs).toBeGreaterThanOrEqual(380);
    expect(use.totalMs).toBeGreaterThanOrEqual(380);
    expect(use.stealMs).not.toBeNull();
    expect(use.foreignMs).toBeGreaterThanOrEqual(0);
  });

  test('takes a process that is no descendant for somebody else', async () => {
    // The shell ends at once, and what it started is nobody's child.
    const shell = spawn(
      'sh',
      ['-c', '"$0" -e "for (;;);" > /dev/null & echo $!', process.execPath],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const [text] = (await once(shell.stdout.setEncoding('utf8'), 'data')) as [string];
    onTestFinished(() => {
      process.kill(Number.parseInt(text, 10), 'SIGKILL');
    });
    const stop = await hostMeter();
    await startChild(['-e', BURN]).ended();
    expect((await stop()).foreignMs).toBeGreaterThan(0);
  });
});

describe('periods in which a limit stopped us', () => {
  const stat = (count: number): string => `nr_periods 9\nnr_throttled ${count}\nthrottled_time 1\n`;

  test.each<[string, Readonly<Record<string, string>>, number | null]>([
    [
      'version 2 counts the group and those above it',
      {
        'proc/self/cgroup': '0::/a/b\n',
        'cgroup/cpu.stat': 'usage_usec 12\n',
        'cgroup/a/cpu.stat': stat(2),
        'cgroup/a/b/cpu.stat': stat(3),
      },
      5,
    ],
    [
      'version 1 is where a line names cpu',
      {
        'proc/self/cgroup': '4:memory:/m\n3:cpu,cpuacct:/a\n0::/x\n',
        'cgroup/cpu,cpuacct/a/cpu.stat': stat(4),
        'cgroup/x/cpu.stat': stat(9),
      },
      4,
    ],
    [
      'a container that is told its path on the host has its group at the mount',
      { 'proc/self/cgroup': '1:cpu:/docker/1234\n', 'cgroup/cpu/cpu.stat': stat(7) },
      7,
    ],
    [
      'a path out of the namespace is not followed',
      {
        'proc/self/cgroup': '0::/../other\n',
        'cgroup/cpu.stat': stat(1),
        'other/cpu.stat': stat(9),
      },
      1,
    ],
    [
      'a group without a limit is never stopped',
      { 'proc/self/cgroup': '0::/\n', 'cgroup/cpu.stat': '' },
      0,
    ],
    ['no group is shown', { 'proc/self/cgroup': '0::/a\n' }, null],
    ['there are no groups', {}, null],
  ])('%s', async (_, files, expected) => {
    const folder = await temporaryFolder(files);
    const roots = { proc: join(folder, 'proc'), cgroup: join(folder, 'cgroup') };
    expect(await throttledPeriods(roots)).toBe(expected);
  });
});
