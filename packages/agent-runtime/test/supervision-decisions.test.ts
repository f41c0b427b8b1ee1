import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgentExit } from '../src/agent/agent.ts';
import { pauseMs } from '../src/supervision/backoff.ts';
import { type Death, deathOf } from '../src/supervision/death.ts';
import { canBeExceeded, recentDeaths } from '../src/supervision/intensity.ts';
import { isRestarted } from '../src/supervision/restart.ts';
import { affectedBy, groupsOf } from '../src/supervision/strategy.ts';

const BACKOFF = { firstMs: 100, longestMs: 1_000 };

describe('the pause before a restart', () => {
  test.each([
    [1, 100],
    [2, 200],
    [3, 400],
    [4, 800],
    [5, 1_000],
    [5_000, 1_000],
  ])('after %i deaths is at most %i ms', (deaths, expected) => {
    expect(pauseMs(BACKOFF, deaths, 0)).toBe(expected);
  });

  test('is between half of that and all of it, by chance', () => {
    expect(pauseMs(BACKOFF, 2, 0.5)).toBe(150);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (deaths, chance) => {
          const most = pauseMs(BACKOFF, deaths, 0);
          expect(pauseMs(BACKOFF, deaths, chance)).toBeGreaterThanOrEqual(most / 2);
          expect(pauseMs(BACKOFF, deaths, chance)).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});

describe('restart intensity', () => {
  const at = (atMs: number): Death => deathOf('one', atMs, new Error('it died'));

  test('counts the deaths within its time and no older ones', () => {
    const deaths = [at(0), at(999), at(1_000), at(6_000)];

    expect(recentDeaths(deaths, 6_000, { maxRestarts: 1, withinMs: 5_000 })).toEqual([
      at(1_000),
      at(6_000),
    ]);
  });

  test.each([
    { maxRestarts: 0, withinMs: 1, expected: true },
    { maxRestarts: 2, withinMs: 301, expected: true },
    { maxRestarts: 2, withinMs: 300, expected: false },
    { maxRestarts: 100, withinMs: 5_000, expected: false },
  ])(
    'of $maxRestarts within $withinMs ms can be exceeded with pauses of 100, 200, 400…: $expected',
    ({ expected, ...intensity }) => {
      expect(canBeExceeded(intensity, BACKOFF)).toBe(expected);
    },
  );
});

describe('a child that ended', () => {
  const nothing = { signal: null, outOfMemory: false, cause: undefined, stderr: [] };
  const exits: Readonly<Record<string, AgentExit>> = {
    'with code 0': { ...nothing, code: 0, because: undefined },
    'as it was asked to': { ...nothing, code: null, signal: 'SIGTERM', because: 'stop' },
    'with code 1': { ...nothing, code: 1, because: undefined },
    'by a signal': { ...nothing, code: null, signal: 'SIGSEGV', because: undefined },
    'unseen by anybody': { ...nothing, code: null, outOfMemory: null, because: undefined },
  };

  test.each([
    ['with code 0', { permanent: true, transient: false, temporary: false }],
    ['as it was asked to', { permanent: true, transient: false, temporary: false }],
    ['with code 1', { permanent: true, transient: true, temporary: false }],
    ['by a signal', { permanent: true, transient: true, temporary: false }],
    ['unseen by anybody', { permanent: true, transient: true, temporary: false }],
  ] as const)('%s is restarted when it is %j', (how, expected) => {
    const restarted = Object.keys(expected).map((restart) => [
      restart,
      isRestarted(restart as keyof typeof expected, exits[how]!),
    ]);

    expect(Object.fromEntries(restarted)).toEqual(expected);
  });
});

describe('a strategy', () => {
  test.each([
    ['one_for_one', [['a'], ['b'], ['c']], ['b']],
    ['one_for_all', [['a', 'b', 'c']], ['a', 'b', 'c']],
    ['rest_for_one', [['a', 'b', 'c']], ['b', 'c']],
  ] as const)('%s makes of a, b and c %j and restarts with b %j', (strategy, groups, affected) => {
    const made = groupsOf(strategy, ['a', 'b', 'c']);
    expect(made).toEqual(groups);

    const group = made.find((members) => members.includes('b'))!;
    expect(affectedBy(strategy, group, 'b')).toEqual(affected);
  });
});
