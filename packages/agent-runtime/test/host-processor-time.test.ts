import { describe, expect, test } from 'vitest';
import { processorTime, treeProcessorTime } from '../src/host/processor-time.ts';
import { fixtureTree, startNode, statLine, valueOf, vanishedPid } from './host-fixture.ts';

/** Measured by the process itself, so that a busy machine makes it later and never less. */
const SPIN = 'while (process.cpuUsage().user + process.cpuUsage().system < 200_000);';
/** Two figures are each rounded down to a tick of 10 ms. */
const SPUN_MS = 180;

describe('processor time', () => {
  test('is summed in milliseconds, with reaped children apart', async () => {
    await using proc = await fixtureTree({
      '7/stat': statLine({ pid: 7, parentPid: 1, ticks: [1, 20, 300, 4000] }),
      '8/stat': statLine({ pid: 8, parentPid: 7, ticks: [2, 30, 400, 5000] }),
      '9/stat': statLine({ pid: 9, parentPid: 1, ticks: [7, 7, 7, 7] }),
    });
    const own = { userMs: 10, systemMs: 200, reapedUserMs: 3000, reapedSystemMs: 40_000 };
    const tree = { userMs: 30, systemMs: 500, reapedUserMs: 7000, reapedSystemMs: 90_000 };
    expect(valueOf(await processorTime([7], proc.path))).toEqual({ ...own, processes: 1 });
    expect(valueOf(await treeProcessorTime([7], proc.path))).toEqual({ ...tree, processes: 2 });
  });

  test('shows what a real process span', async () => {
    await using child = await startNode(`${SPIN} console.log('spun');`);
    const spun = valueOf(await treeProcessorTime([child.pid]));
    expect(spun.userMs + spun.systemMs).toBeGreaterThanOrEqual(SPUN_MS);
    expect(spun).toMatchObject({ reapedUserMs: 0, reapedSystemMs: 0, processes: 1 });
  });

  test('shows what a real child that has ended span as its parent’s reaped time', async () => {
    await using parent = await startNode(`
      require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(SPIN)}]);
      console.log('reaped');
    `);
    const spun = valueOf(await processorTime([parent.pid]));
    expect(spun.reapedUserMs + spun.reapedSystemMs).toBeGreaterThanOrEqual(SPUN_MS);
  });

  test('of a process that has ended is not shown', async () => {
    const pid = await vanishedPid();
    const expected = { shown: false, because: `process ${pid} is gone` };
    expect(await processorTime([pid])).toEqual(expected);
    expect(await treeProcessorTime([process.pid, pid])).toEqual(expected);
  });
});
