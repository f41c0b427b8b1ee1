import { availableParallelism } from 'node:os';
import { systemClock } from '@muster/agent-runtime';
import { describe, expect, test } from 'vitest';
import { createPool, type PoolOptions } from '@muster/pooling';
import { parseOptions } from '../src/options.ts';
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
    expect(options).toEqual({
      ...good,
      maxStarting: availableParallelism(),
      reuse: 'reset',
      acquireDeadlineMs: 30_000,
      resetDeadlineMs: 5_000,
      clock: systemClock,
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
    ['acquireDeadlineMs', 3_600_001],
    ['resetDeadlineMs', 0],
    ['resetDeadlineMs', Number.NaN],
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

  test('a wrong value is told', () => {
    expect(() => parse({ ...good, size: -1 })).toThrow(/`size`: .*>=1, got -1$/);
    expect(() => parse({ ...good, reuse: 'never' })).toThrow(
      /`reuse`: .*"reset"\|"once".* 'never'/,
    );
  });

  test('a wrong spec is not told, only what it is: its environment is nobody’s business', () => {
    const spec = { env: { TOKEN: 'hunter2' } };
    expect(() => parse({ ...good, spec })).toThrow(/`spec`: .*`module` or `command`, got object$/);
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
