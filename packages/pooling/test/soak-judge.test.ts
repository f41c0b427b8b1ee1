import { createRandom } from '@muster/experiment';
import { createPool } from '@muster/pooling';
import { describe, expect, test } from 'vitest';
import { nothingHeard } from '../soak/heard.ts';
import { tableOf } from '../../../tooling/soak/lines.ts';
import { type Findings, judge } from '../soak/judge.ts';
import { parseSoakOptions } from '../soak/options.ts';
import type { Sample } from '../soak/sample.ts';
import { fittedRise } from '../soak/trend.ts';
import { soakUsers, type UsersOptions } from '../soak/users.ts';
import { createScriptedLauncher } from './fixtures/scripted-launcher.ts';

const MEBIBYTE = 1_048_576;
const random = createRandom(1, 'soak judge');

const samplesOf = (change: (at: number) => Partial<Sample>): Sample[] =>
  Array.from({ length: 10 }, (_, at) => ({
    leases: (at + 1) * 100_000,
    heapBytes: 20 * MEBIBYTE + random.integer(0, 200_000),
    rssBytes: 100 * MEBIBYTE + random.integer(0, 2_000_000),
    agentBytes: 20 * MEBIBYTE + random.integer(0, 2_000_000),
    descriptors: 44,
    processes: 7,
    ...change(at),
  }));

const heard = {
  ...nothingHeard(),
  asked: 1_010_000,
  settled: 1_010_000,
  leases: 1_000_000,
  gaveUp: 10_000,
  answered: 999_750,
  lost: 250,
  killedLeased: 250,
  killedIdle: 250,
};

const good: Findings = {
  node: '26.0.0',
  asked: 1_000_000,
  heard,
  samples: samplesOf(() => ({})),
  unfilled: 0,
  leftover: 0,
  leasesPerSecond: 5_000,
};

const notMet = (findings: Findings): string[] =>
  judge(findings)
    .filter(({ met }) => !met)
    .map(({ what }) => what);

describe('the verdict on a soak', () => {
  test('is met when all settled and memory only wavers', () => {
    expect(notMet(good)).toEqual([]);
    expect(tableOf(judge(good))).toMatch(/\nmet: all 16$/);
  });

  test('does not mind what grows while everything warms up', () => {
    const warmingUp = samplesOf((at) => (at < 2 ? { rssBytes: at * MEBIBYTE } : {}));
    expect(notMet({ ...good, samples: warmingUp })).toEqual([]);
  });

  test.each<[string, Partial<Findings>]>([
    ['leases', { heard: { ...heard, leases: 999_999, answered: 999_749 } }],
    ['acquires that never settled', { heard: { ...heard, settled: 1_009_999 } }],
    ['acquires that were refused', { heard: { ...heard, refused: 1 } }],
    ['leases of an agent that was leased', { heard: { ...heard, leasedTwice: 1 } }],
    ['tasks answered, or lost with a killed agent', { heard: { ...heard, answered: 0 } }],
    ['tasks that ended in another way', { heard: { ...heard, wrong: 1 } }],
    ['agents killed while leased', { heard: { ...heard, killedLeased: 0 } }],
    ['agents killed while idle', { heard: { ...heard, killedIdle: 0 } }],
    ['times the pool did not fill up again', { unfilled: 1 }],
    ['processes left after close', { leftover: 1 }],
    [
      'descriptors of the coordinator',
      { samples: samplesOf((at) => ({ descriptors: at < 9 ? 44 : 45 })) },
    ],
    ['processes below it, at rest', { samples: samplesOf((at) => ({ processes: 7 + at })) }],
    // Four bytes a lease.
    [
      'rise of the coordinator’s heap',
      { samples: samplesOf((at) => ({ heapBytes: at * 400_000 })) },
    ],
    [
      'rise of the coordinator’s RSS',
      { samples: samplesOf((at) => ({ rssBytes: at * 8 * MEBIBYTE })) },
    ],
    ['rise of an agent’s PSS', { samples: samplesOf((at) => ({ agentBytes: at * 2 * MEBIBYTE })) }],
  ])('is not met for: %s', (what, change) => {
    expect(notMet({ ...good, ...change })).toEqual([what]);
    expect(tableOf(judge({ ...good, ...change }))).toMatch(/NOT MET: 1 of 16, marked !$/);
  });

  test('is not met without samples', () => {
    expect(notMet({ ...good, samples: [] })).toHaveLength(5);
    const table = tableOf(judge({ ...good, samples: [] }));
    expect([table.match(/ no sample /g), table.match(/ too few samples /g)]).toMatchObject([
      { length: 2 },
      { length: 3 },
    ]);
  });

  test('tells a rise by itself, and where it ended', () => {
    const samples = samplesOf((at) => ({ heapBytes: (20 + at / 10) * MEBIBYTE }));
    const heap = judge({ ...good, samples }).find(({ what }) => what.includes('heap'));
    expect(heap).toMatchObject({ found: '0.7 MiB, in the end 20.9 MiB', must: 'at most 2.0 MiB' });
  });
});

describe('the users of a soak', () => {
  const world = (plan: 'hang' | 'succeed'): UsersOptions => ({
    pool: createPool({
      launcher: createScriptedLauncher(plan),
      spec: { command: 'scripted' },
      size: 2,
    }),
    leases: 10,
    users: 3,
    crashEvery: 1_000_000,
    // Nobody is killed or impatient: a scripted agent has no process of its own.
    random: () => 0.9,
    heard: nothingHeard(),
    signal: new AbortController().signal,
    stallMs: 50,
    onLease: () => undefined,
  });

  test('are not waited for when nothing settles any more, and are counted', async () => {
    const options = world('hang');
    await soakUsers(options);
    expect(options.heard).toMatchObject({ asked: 3, settled: 0, leases: 0 });
    await options.pool.close();
  });

  test('tell a task that fails with its agent alive', async () => {
    const options = world('succeed');
    await soakUsers(options);
    expect(options.heard).toMatchObject({ leases: 10, wrong: 10, lost: 0, answered: 0 });
    expect(options.heard.examples).toHaveLength(5);
    await options.pool.close();
  });

  test('have no more leases than asked for, those of an earlier part included', async () => {
    const options = { ...world('succeed'), heard: { ...nothingHeard(), leases: 7 } };
    await soakUsers(options);
    expect(options.heard).toMatchObject({ leases: 10, asked: 3 });
    await options.pool.close();
  });
});

test.each([
  [[1, 2, 3], [5, 7, 9], 4],
  [[0, 10], [3, 3], 0],
  [[0, 1, 2, 3], [0, 2, 0, 2], 1.2],
])('the line through %j, %j rises by %d', (xs, ys, rise) => {
  expect(fittedRise(xs, ys)).toBeCloseTo(rise, 12);
});

test.each(['--leases=0', '--leases=many', '--crash-every=-1', '--size=1.5'])(
  '%s is refused by name',
  (flag) => {
    expect(() => parseSoakOptions([flag])).toThrow(`\`${flag.split('=')[0]}\` must be`);
  },
);
