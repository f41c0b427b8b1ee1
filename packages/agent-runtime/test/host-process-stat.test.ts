import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProcessStat, scanProcesses } from '../src/host/process-stat.ts';
import { fixtureTree, statLine, valueOf } from './host-fixture.ts';

describe('a line of process status', () => {
  test('gives parent, state, the four processor times and the start', () => {
    const text =
      '1 (process_api) S 0 0 0 0 -1 4194560 34945 347270 0 139 124 488 664 476 10 -10 13 0 24 46931968 3933';
    expect(valueOf(parseProcessStat(text))).toEqual({
      pid: 1,
      parentPid: 0,
      state: 'S',
      userTicks: 124,
      systemTicks: 488,
      reapedUserTicks: 664,
      reapedSystemTicks: 476,
      startTicks: 24,
    });
  });

  test.each([
    'a) R 1 (b',
    ') Z 7 7 7 7',
    'two words',
    '((((',
    '))))',
    ' (',
    'line\nend',
    '12 (node) S 3',
    '',
  ])('is not misled by the name %j', (name) => {
    const parsed = valueOf(parseProcessStat(statLine({ pid: 42, parentPid: 7, state: 'D', name })));
    expect(parsed).toMatchObject({ pid: 42, parentPid: 7, state: 'D' });
  });

  test('is read the same whatever the name', () => {
    const pid = fc.integer({ min: 1, max: 4_194_304 });
    const tick = fc.nat();
    fc.assert(
      fc.property(
        pid,
        pid,
        fc.string(),
        fc.tuple(tick, tick, tick, tick),
        (own, parent, name, ticks) => {
          const line = statLine({ pid: own, parentPid: parent, name, ticks });
          const parsed = valueOf(parseProcessStat(line));
          expect([parsed.pid, parsed.parentPid]).toEqual([own, parent]);
          expect([
            parsed.userTicks,
            parsed.systemTicks,
            parsed.reapedUserTicks,
            parsed.reapedSystemTicks,
          ]).toEqual(ticks);
        },
      ),
    );
  });

  test.each(['', '1', '1 (node', '1 node) S 0', '1 (node) S', '1 (node) S x 1 1', 'x (node) S 1'])(
    'is not shown when it reads %j',
    (text) => {
      expect(parseProcessStat(text)).toMatchObject({ shown: false });
    },
  );
});

describe('a scan', () => {
  test('leaves out what vanished meanwhile, what is no process and what cannot be read', async () => {
    await using proc = await fixtureTree({
      '10/stat': statLine({ pid: 10, parentPid: 1 }),
      '11/cmdline': 'its status is gone',
      '12/stat': 'garbage',
      '13/stat/a-directory': '',
      'self/stat': statLine({ pid: 99, parentPid: 1 }),
      meminfo: '',
    });
    expect(valueOf(await scanProcesses(proc.path)).map(({ pid }) => pid)).toEqual([10]);
  });

  test('that finds no process is not shown', async () => {
    await using proc = await fixtureTree({ meminfo: '' });
    expect(await scanProcesses(proc.path)).toEqual({
      shown: false,
      because: `${proc.path} shows no process`,
    });
  });
});
