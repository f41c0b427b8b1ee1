import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProcessStat } from '../src/host/process-stat.ts';
import { selectTree, treePids } from '../src/host/process-tree.ts';
import { fixtureTree, startNode, statLine, valueOf, vanishedPid } from './host-fixture.ts';

function entry(pid: number, parentPid: number): ProcessStat {
  const none = { userTicks: 0, systemTicks: 0, reapedUserTicks: 0, reapedSystemTicks: 0 };
  return { pid, parentPid, state: 'S', startTicks: 0, ...none };
}

const pidsOf = (processes: readonly ProcessStat[], roots: readonly number[]): readonly number[] =>
  valueOf(selectTree(processes, roots)).map(({ pid }) => pid);

describe('selecting trees', () => {
  // A grandchild has a smaller id than its parent, as after the ids wrapped around.
  const processes = [entry(1, 0), entry(5, 20), entry(10, 1), entry(20, 10), entry(30, 1)];

  test.each([
    { roots: [10], expected: [10, 20, 5] },
    { roots: [30], expected: [30] },
    { roots: [30, 10], expected: [30, 10, 20, 5] },
    { roots: [20, 10], expected: [20, 10, 5] },
    { roots: [10, 10], expected: [10, 20, 5] },
    { roots: [], expected: [] },
  ])('under $roots finds $expected, each once', ({ roots, expected }) => {
    expect(pidsOf(processes, roots)).toEqual(expected);
  });

  test.each([
    { roots: [10, 11], because: 'process 11 is gone' },
    { roots: [11, 10, 12], because: 'processes 11, 12 are gone' },
  ])('is not shown when $because', ({ roots, because }) => {
    expect(selectTree(processes, roots)).toEqual({ shown: false, because });
  });

  test('ends on a cycle', () => {
    expect(pidsOf([entry(2, 3), entry(3, 2)], [2])).toEqual([2, 3]);
  });

  test('takes a process exactly when a root is among its ancestors or itself', () => {
    const parents = fc.array(fc.nat(), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(parents, fc.nat(), (draws, rootDraw) => {
        // Process i + 1 has a parent among 0..i, so that every draw is a forest.
        const forest = draws.map((draw, index) => entry(index + 1, draw % (index + 1)));
        const root = (rootDraw % forest.length) + 1;
        const descends = (pid: number): boolean =>
          pid === root || (pid > 0 && descends(forest[pid - 1]!.parentPid));
        const expected = forest.map(({ pid }) => pid).filter(descends);
        expect(pidsOf(forest, [root]).toSorted((a, b) => a - b)).toEqual(expected);
      }),
    );
  });
});

describe('the tree of a process', () => {
  test('is read from the files of the kernel', async () => {
    await using proc = await fixtureTree({
      '1/stat': statLine({ pid: 1, parentPid: 0 }),
      '7/stat': statLine({ pid: 7, parentPid: 1, name: 'a) R 1 (b' }),
      '8/stat': statLine({ pid: 8, parentPid: 7, name: ') S 1 (' }),
    });
    expect(valueOf(await treePids([7], proc.path))).toEqual([7, 8]);
  });

  test('holds a real child with a hostile name and its real child', async () => {
    await using child = await startNode(`
      process.title = 'a) R 1 (b';
      const grandchild = require('node:child_process').spawn(
        process.execPath,
        ['-e', 'process.stdin.resume().on("end", () => process.exit()); console.log("ready")'],
        { stdio: ['inherit', 'pipe', 'ignore'] },
      );
      grandchild.stdout.once('data', () => console.log(grandchild.pid));
    `);
    expect(await readFile(`/proc/${child.pid}/stat`, 'utf8')).toContain('(a) R 1 (b)');
    expect(valueOf(await treePids([child.pid]))).toEqual([child.pid, Number(child.firstLine)]);
    expect(valueOf(await treePids([process.pid]))).toEqual(
      expect.arrayContaining([process.pid, child.pid, Number(child.firstLine)]),
    );
  });

  test('of a process that has ended is not shown', async () => {
    const pid = await vanishedPid();
    expect(await treePids([pid])).toEqual({ shown: false, because: `process ${pid} is gone` });
  });

  test.each([0, -1, 1.5, Number.NaN])('of %d is a mistake of the caller', async (pid) => {
    await expect(treePids([pid])).rejects.toThrow(
      new TypeError(`\`rootPids\` must hold positive integers, got ${pid}`),
    );
  });
});
