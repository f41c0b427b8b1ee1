import { findShortages, systemClock } from '@muster/agent-runtime';
import { availableParallelism } from 'node:os';
import { createSpawner, type SpawnJob } from '@muster/spawning';
import { describe, expect, test } from 'vitest';
import { ADAPTIVE_DEFAULTS, parseOptions } from '../src/parse-options.ts';
import { createScriptedLauncher } from './fixtures/scripted-launcher.ts';
import { jobs } from './fixtures/world.ts';

const launcher = createScriptedLauncher('hang');
const create = (options: object): unknown => createSpawner({ launcher, ...options });
const spawn = (wanted: unknown, options?: object): unknown =>
  createSpawner({ launcher }).spawn(wanted as SpawnJob[], options);

describe('a spawner’s options', () => {
  test('defaults are filled in', () => {
    expect(parseOptions({ launcher })).toEqual({
      launcher,
      strategy: { kind: 'adaptive' },
      retry: {
        tries: 3,
        backoff: { firstMs: 100, longestMs: 5_000 },
        budgetShare: 0.1,
        leastBudget: 10,
      },
      stragglers: { timesMedian: 20, atLeastMs: 10_000 },
      load: {
        reserveShare: 0.1,
        maxMemoryStall: 0.2,
        maxProcessorStall: 1,
        lookEveryMs: 100,
        patienceMs: 30_000,
      },
      whenShort: 'refuse',
      need: {},
      onEvent: expect.any(Function),
      readLoad: expect.any(Function),
      findShortages,
      clock: systemClock,
      random: expect.any(Function),
    });
    expect(parseOptions({ launcher }).launcher).toBe(launcher);
    expect(ADAPTIVE_DEFAULTS).toEqual({
      min: 1,
      max: 64,
      initial: Math.min(64, 2 * availableParallelism()),
    });
  });

  test.each([
    ['launcher', undefined],
    ['launcher', {}],
    ['strategy', 'window'],
    ['strategy.kind', { kind: 'fast' }],
    ['strategy.size', { kind: 'window' }],
    ['strategy.size', { kind: 'window', size: 0 }],
    ['strategy.size', { kind: 'waves', size: 1.5 }],
    ['strategy.size', { kind: 'waves', size: 10_001 }],
    ['strategy.min', { kind: 'adaptive', min: 0 }],
    ['strategy.max', { kind: 'adaptive', max: Infinity }],
    ['strategy.initial', { kind: 'adaptive', initial: '2' }],
    ['retry', 3],
    ['retry.tries', { tries: 0 }],
    ['retry.tries', { tries: 101 }],
    ['retry.backoff.firstMs', { backoff: { firstMs: 0, longestMs: 1 } }],
    ['retry.backoff.longestMs', { backoff: { firstMs: 1 } }],
    ['retry.budgetShare', { budgetShare: 1.1 }],
    ['retry.leastBudget', { leastBudget: -1 }],
    ['stragglers.timesMedian', { timesMedian: 1 }],
    ['stragglers.atLeastMs', { atLeastMs: -1 }],
    ['load.reserveShare', { reserveShare: -0.1 }],
    ['load.maxMemoryStall', { maxMemoryStall: 20 }],
    ['load.maxProcessorStall', { maxProcessorStall: Number.NaN }],
    ['load.lookEveryMs', { lookEveryMs: 0 }],
    ['load.patienceMs', { patienceMs: 2 ** 31 }],
    ['whenShort', 'never'],
    ['need.descriptors', { descriptors: 0 }],
    ['need.tasks', { tasks: 0.5 }],
    ['need.memoryBytes', { memoryBytes: -1 }],
    ['onEvent', {}],
    ['readLoad', 'proc'],
    ['findShortages', []],
    ['clock', {}],
    ['random', 0.5],
  ])('%s: %o is refused by name', (path, value) => {
    const [field] = path.split('.');
    expect(() => create({ [field!]: value })).toThrow(TypeError);
    expect(() => create({ [field!]: value })).toThrow(`\`${path}\`: `);
  });

  test.each([
    [{ strategy: { kind: 'window', size: -3 } }, /`strategy\.size`: .*>=1, got -3$/],
    [{ whenShort: 'never' }, /`whenShort`: .*"refuse"\|"cut".* 'never'$/],
    [{ retry: { tries: 'x' } }, /`retry\.tries`: .*expected number, received string$/],
    [
      { strategy: { kind: 'adaptive', min: 9, max: 8 } },
      /`strategy\.min`: must not exceed `max`, which is 8, got 9$/,
    ],
    [
      { strategy: { kind: 'adaptive', min: 65 } },
      /`strategy\.min`: must not exceed `max`, which is 64, got 65$/,
    ],
  ])('%o is told with what was expected and what came', (options, message) => {
    expect(() => create(options)).toThrow(message);
  });

  test.each([
    [{ sise: 3 }, '`options`: '],
    [{ load: { reserve: 1 } }, '`load`: '],
    [{ strategy: { kind: 'sequential', size: 3 } }, '`strategy`: '],
  ])('an unknown one is refused: %o', (options, where) => {
    expect(() => create(options)).toThrow(where);
  });

  test('all problems are told at once', () => {
    const wrong = { launcher: 1, whenShort: 'x', retry: { tries: 0 }, random: 1 };
    for (const name of ['launcher', 'whenShort', 'retry.tries', 'random']) {
      expect(() => create(wrong)).toThrow(`\`${name}\`: `);
    }
  });
});

describe('a burst’s options', () => {
  test.each([
    ['signal', {}],
    ['halt', 3],
    ['halt.afterFailed', { afterFailed: 0 }],
    ['halt.afterFailedShare', { afterFailedShare: 10 }],
    ['halt.how', { how: 'later' }],
    ['weight', 0],
    ['weight', Infinity],
    ['journal', 'burst.jsonl'],
    ['journal.path', { path: '' }],
    ['journal.skip', { path: 'x', skip: 'failed' }],
    ['journal.sync', { path: 'x', sync: 1 }],
    ['halts', undefined],
  ])('%s: %o is refused by name', (path, value) => {
    const [field] = path.split('.');
    expect(() => spawn([], { [field!]: value })).toThrow(TypeError);
    expect(() => spawn([], { [field!]: value })).toThrow(
      field === 'halts' ? '"halts"' : `\`${path}\`: `,
    );
  });
});

describe('the agents that are wanted', () => {
  test.each([
    ['`jobs` must be an array or another iterable, got undefined', undefined],
    ['`jobs` must be an array or another iterable, got number', 7],
    ['`jobs.0`: ', ['agent']],
    ['`jobs.1`: ', [...jobs(1), null]],
    ['`jobs.2.spec`: ', [...jobs(2), {}]],
    ['`jobs.0.spec`: ', [{ spec: { cmd: 'agent' } }]],
    ['`jobs.1.id`: ', [...jobs(1), { spec: { command: 'x' }, id: 'no spaces' }]],
    ['`jobs.0.onMessage`: ', [{ spec: { command: 'x' }, onMessage: 1 }]],
    ['`jobs.0.onOutput`: ', [{ spec: { command: 'x' }, onOutput: {} }]],
    ['`jobs.0`: ', [{ spec: { command: 'x' }, name: 'x' }]],
    ['`jobs.2.id` must differ from all others, got j0 as in 0', [...jobs(2), ...jobs(1)]],
  ])('%s', (message, wanted) => {
    expect(() => spawn(wanted)).toThrow(TypeError);
    expect(() => spawn(wanted)).toThrow(message);
  });

  test('of many wrong ones each is told by its place', () => {
    const wanted = [{ spec: {} }, ...jobs(1), { spec: { command: 1 } }];
    expect(() => spawn(wanted)).toThrow(/`jobs\.0\.spec`.*`jobs\.2\.spec`/);
  });

  test('of hundreds that are wrong alike the first twenty are told, and how many more', () => {
    const thrown = (): unknown => spawn(Array.from({ length: 700 }, () => ({ spec: {} })));
    expect(thrown).toThrow(/`jobs\.19\.spec`: [^;]*; and 680 more like these$/);
    expect(thrown).not.toThrow('jobs.20');
  });

  test('a wrong spec is not shown: its environment is nobody’s business', () => {
    const thrown = (): unknown => spawn([{ spec: { env: { TOKEN: 'hunter2' } } }]);
    expect(thrown).toThrow('`jobs.0.spec`');
    expect(thrown).not.toThrow('hunter2');
  });

  test('nothing is started when one of them is wrong', () => {
    const { starts } = launcher;
    expect(() => spawn([...jobs(3), {}])).toThrow(TypeError);
    expect(launcher.starts).toBe(starts);
  });

  test('may come from any iterable', async () => {
    function* wanted(): Generator<SpawnJob> {
      yield* jobs(3);
    }
    const spawner = createSpawner({ launcher: createScriptedLauncher() });
    expect((await spawner.spawn(wanted()).summary).counts.ready).toBe(3);
  });
});
