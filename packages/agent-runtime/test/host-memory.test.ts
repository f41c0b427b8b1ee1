import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parsePssBytes, treePss } from '../src/host/memory.ts';
import { readTree } from '../src/host/process-tree.ts';
import {
  fixtureTree,
  startNode,
  startProcess,
  statLine,
  valueOf,
  vanishedPid,
} from './host-fixture.ts';

function rollup(pssKibibytes: number): string {
  return [
    '561c8f454000-7ffd9681d000 ---p 00000000 00:00 0                          [rollup]',
    'Rss:                1720 kB',
    `Pss:                ${pssKibibytes} kB`,
    'Pss_Dirty:           108 kB',
    'SwapPss:               5 kB',
    '',
  ].join('\n');
}

describe('the proportional set size in a rollup', () => {
  test('is the Pss line alone, in bytes', () => {
    expect(parsePssBytes(rollup(366))).toEqual({ shown: true, value: 366 * 1024 });
  });

  test.each(['', 'Rss: 1720 kB\n', 'Pss: many kB\n', 'Pss: 12 MB\n', 'SwapPss: 5 kB\n'])(
    'is not shown when it reads %j',
    (text) => {
      expect(parsePssBytes(text)).toMatchObject({ shown: false });
    },
  );
});

describe('the memory of trees', () => {
  test('is summed over processes that overlap in two roots once', async () => {
    await using proc = await fixtureTree({
      '7/stat': statLine({ pid: 7, parentPid: 1 }),
      '7/smaps_rollup': rollup(100),
      '8/stat': statLine({ pid: 8, parentPid: 7 }),
      '8/smaps_rollup': rollup(20),
      '9/stat': statLine({ pid: 9, parentPid: 1 }),
      '9/smaps_rollup': rollup(3),
    });
    expect(valueOf(await treePss([7, 8], proc.path))).toEqual({
      pssBytes: 120 * 1024,
      processes: 2,
    });
  });

  test('is not shown, rather than too small, when the kernel has no rollup', async () => {
    await using proc = await fixtureTree({
      '7/stat': statLine({ pid: 7, parentPid: 1 }),
      '7/smaps_rollup': rollup(100),
      '8/stat': statLine({ pid: 8, parentPid: 7 }),
    });
    const reading = await treePss([7], proc.path);
    expect(reading).toMatchObject({ shown: false });
    expect(reading).toHaveProperty('because', expect.stringContaining('8/smaps_rollup'));
  });

  test('is not shown when one file of it cannot be read', async () => {
    await using proc = await fixtureTree({
      '7/stat': statLine({ pid: 7, parentPid: 1 }),
      '7/smaps_rollup/a-directory': '',
    });
    const reading = await treePss([7], proc.path);
    expect(reading).toHaveProperty('because', expect.stringContaining('cannot be read (EISDIR)'));
  });

  test('is not shown when a root has ended and is only not yet reaped', async () => {
    await using proc = await fixtureTree({
      '7/stat': statLine({ pid: 7, parentPid: 1, state: 'Z' }),
    });
    expect(await treePss([7], proc.path)).toEqual({
      shown: false,
      because: 'process 7 is gone, or of the kernel',
    });
  });

  test('of a real child and grandchild is over 1 MB each and under the sum of their RSS', async () => {
    await using child = await startNode(`
      const grandchild = require('node:child_process').spawn(
        process.execPath,
        ['-e', 'process.stdin.resume().on("end", () => process.exit()); console.log("ready")'],
        { stdio: ['inherit', 'pipe', 'ignore'] },
      );
      grandchild.stdout.once('data', () => console.log(grandchild.pid));
    `);
    const grandchild = Number(child.firstLine);
    const both = valueOf(await treePss([child.pid]));
    const one = valueOf(await treePss([grandchild]));
    expect(both.processes).toBe(2);
    expect(one.processes).toBe(1);
    expect(one.pssBytes).toBeGreaterThan(1_000_000);
    expect(both.pssBytes).toBeGreaterThan(one.pssBytes + 1_000_000);
    // They share the code of Node, which RSS counts in full for each.
    expect(both.pssBytes).toBeLessThan((await rssBytes(child.pid)) + (await rssBytes(grandchild)));
  });

  test('leaves out a real zombie, which has none', async ({ signal }) => {
    // A shell would reap its child, so the child ends only once `sleep`, which never waits for a
    // child, has taken the shell's place.
    const untilReplaced = 'until read -r name < /proc/$$/comm && [ "$name" = sleep ]; do :; done';
    await using parent = await startProcess('/bin/sh', [
      '-c',
      `(${untilReplaced}) & echo ready; exec sleep 600`,
    ]);
    let states: string[];
    do {
      const tree = valueOf(await readTree([parent.pid], '/proc'));
      states = tree.map(({ state }) => state);
      // A test out of time must still get to end its process.
    } while (!states.includes('Z') && !signal.aborted);
    expect(states).toHaveLength(2);
    expect(valueOf(await treePss([parent.pid])).processes).toBe(1);
  });

  test('of a process that has ended is not shown', async () => {
    const pid = await vanishedPid();
    expect(await treePss([process.pid, pid])).toEqual({
      shown: false,
      because: `process ${pid} is gone`,
    });
  });
});

async function rssBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Rss:\s*(\d+) kB$/m.exec(text)?.[1]) * 1024;
}
