import { availableParallelism } from 'node:os';
import { systemClock } from '@muster/agent-runtime';
import { describe, expect, test } from 'vitest';
import { createPool, type PoolOptions } from '@muster/pooling';
import { parseOptions } from '../src/parse-options.ts';
import { systemRandom } from '../src/random.ts';
import { readTreeBytes } from '../src/retirement/memory.ts';
import { createScriptedLauncher } from './fixtures/scripted-launcher.ts';

const good: PoolOptions = {
  launcher: createScriptedLauncher('hang'),
  spec: { command: 'agent' },
  size: 3,
};
const parse = (options: object): unknown => parseOptions(options as PoolOptions);

describe('pool options', () => {
  test('defaults are filled in, and the caller’s launcher and spec are used as they are', () => {
    const options = parseOptions(good);
    const { size, ...asked } = good;
    expect(options).toEqual({
      ...asked,
      min: size,
      max: size,
      maxStarting: availableParallelism(),
      reuse: 'reset',
      acquireDeadlineMs: 30_000,
      startDeadlineMs: 60_000,
      resetDeadlineMs: 5_000,
      maxIdleMs: 60_000,
      retire: { jitter: 0.1, readBytesEveryMs: 10_000 },
      perTenant: { leased: Infinity, waiting: Infinity },
      breakAfter: 5,
      readBytes: readTreeBytes,
      clock: systemClock,
      random: systemRandom,
    });
    expect(options.launcher).toBe(good.launcher);
    expect(options.spec).toBe(good.spec);
    expect(options.clock).toBe(systemClock);
  });

  test('the result is frozen', () => {
    expect(Object.isFrozen(parseOptions(good))).toBe(true);
  });

  test.each([
    ['size', 0],
    ['size', -1],
    ['size', 1.5],
    ['size', Number.NaN],
    ['size', Infinity],
    ['size', 10_001],
    ['size', '3'],
    ['size', undefined],
    ['maxStarting', 0],
    ['maxStarting', 0.5],
    ['maxStarting', Infinity],
    ['reuse', 'never'],
    ['reuse', null],
    ['acquireDeadlineMs', 0],
    ['acquireDeadlineMs', -5],
    ['acquireDeadlineMs', Infinity],
    ['acquireDeadlineMs', 86_400_001],
    ['resetDeadlineMs', 0],
    ['resetDeadlineMs', Number.NaN],
    ['leaseDeadlineMs', 0],
    ['leakAfterMs', -1],
    ['maxIdleMs', 86_400_001],
    ['maxWaiting', -1],
    ['breakAfter', 0],
    ['beforePool', 'hook'],
    ['afterAssign', {}],
    ['onEvent', true],
    ['random', 0.5],
    ['readBytes', 1],
    ['launcher', undefined],
    ['launcher', null],
    ['launcher', {}],
    ['launcher', { launch: 'exec' }],
    ['spec', undefined],
    ['spec', null],
    ['spec', 'agent.ts'],
    ['spec', { cmd: 'agent' }],
    ['clock', null],
    ['clock', {}],
  ])('%s: %o is refused by name', (field, value) => {
    const options = { ...good, [field]: value };
    expect(() => parse(options)).toThrow(TypeError);
    expect(() => parse(options)).toThrow(`\`${field}\`: `);
  });

  test.each([
    ['retire.afterUses', { retire: { afterUses: 0 } }],
    ['retire.jitter', { retire: { jitter: 1.5 } }],
    ['probe.bypassMs', { probe: { bypassMs: -1 } }],
    ['perTenant.leased', { perTenant: { leased: 0 } }],
  ])('%s is refused by its path', (path, wrong) => {
    expect(() => parse({ ...good, ...wrong })).toThrow(`\`${path}\`: `);
  });

  test.each([
    ['neither size nor limits', {}, '`size`: must be given, or `min` and `max` instead'],
    ['one limit', { min: 1 }, '`size`: must be given, or `min` and `max` instead'],
    ['both', { size: 3, max: 4 }, '`size`: must not be given beside `min` or `max`'],
    [
      'limits the wrong way round',
      { min: 5, max: 4 },
      '`min`: must not exceed `max`, which is 4, got 5',
    ],
  ])('%s is refused', (_, sizes, message) => {
    const { launcher, spec } = good;
    expect(() => parse({ launcher, spec, ...sizes })).toThrow(message);
  });

  test('limits are taken as they are', () => {
    const { launcher, spec } = good;
    expect(parse({ launcher, spec, min: 0, max: 7 })).toMatchObject({ min: 0, max: 7 });
  });

  test('a wrong value is told', () => {
    expect(() => parse({ ...good, size: -1 })).toThrow(/`size`: .*>=1, got -1$/);
    expect(() => parse({ ...good, reuse: 'never' })).toThrow(
      /`reuse`: .*"reset"\|"once".* 'never'/,
    );
  });

  test.each([
    [{ env: { TOKEN: 'hunter2' } }, /`spec`: .*`command`/],
    [{ command: 'agent', env: { TOKEN: 'hunter2\0' } }, /`spec`: .*`env\.TOKEN`/],
    [{ module: 'agent.js', cwd: 5, env: { TOKEN: 'hunter2' } }, /`spec`: .*`cwd`/],
  ])('a wrong spec is told by field; its environment is nobody’s business', (spec, field) => {
    expect(() => parse({ ...good, spec })).toThrow(field);
    expect(() => parse({ ...good, spec })).not.toThrow('hunter2');
  });

  test('an unknown option is refused by name', () => {
    expect(() => parse({ ...good, sise: 3 })).toThrow(/`options`: .*"sise"/);
  });

  test('all problems are told at once', () => {
    const options = { size: 0, reuse: 'x', resetDeadlineMs: -1, launcher: 1, extra: true };
    for (const name of ['size', 'reuse', 'resetDeadlineMs', 'launcher', 'spec', 'extra']) {
      expect(() => parse(options)).toThrow(name);
    }
  });

  test.each([undefined, null, 3, 'pool'])('%o is no options at all', (options) => {
    expect(() => createPool(options as unknown as PoolOptions)).toThrow(
      /pool options are wrong: `options`/,
    );
  });

  test('createPool throws before it starts anything', () => {
    const launcher = createScriptedLauncher();
    expect(() => createPool({ ...good, launcher, size: 0 })).toThrow(TypeError);
    expect(launcher.starts).toBe(0);
  });
});
