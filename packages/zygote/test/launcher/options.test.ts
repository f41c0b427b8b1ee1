import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLauncher, zygoteLauncher } from '../../src/index.ts';
import { type LauncherChoice, parseOptions } from '../../src/launcher/options.ts';
import { rejection } from '../../../../tooling/testing/rejection.ts';

test('what is left out has its default', () => {
  expect(parseOptions({})).toMatchObject({
    launcher: 'auto',
    preload: [],
    renewAfterForks: 10_000,
    renewAfterMs: 3_600_000,
    readyDeadlineMs: 30_000,
    forkDeadlineMs: 2_000,
  });
});

test('a preloaded module has the path that a spec with it would have', () => {
  const { preload } = parseOptions({
    preload: ['a/b.js', '/c.js', 'file:///d.js', pathToFileURL('/e f.js')],
  });

  expect(preload).toEqual([resolve('a/b.js'), '/c.js', '/d.js', '/e f.js']);
});

describe('wrong options', () => {
  test.each<readonly [string, unknown]>([
    ['launcher', 'fork'],
    ['preload', 'module.js'],
    ['preload.0', ['']],
    ['preload.1', ['a.js', 7]],
    ['renewAfterForks', 0],
    ['renewAfterForks', 1.5],
    ['renewAfterMs', 0],
    ['renewAfterMs', 2 ** 31],
    ['readyDeadlineMs', -1],
    ['readyDeadlineMs', Number.NaN],
    ['forkDeadlineMs', '2000'],
    ['onNotice', 'console'],
  ])('`%s` may not be %j', (field, value) => {
    const [name = ''] = field.split('.');
    const parse = (): unknown => parseOptions({ [name]: value });
    expect(parse).toThrow(TypeError);
    expect(parse).toThrow(`\`${field}\``);
  });

  test('are told all together, with fields that nobody knows', () => {
    const options = { renewAfterMs: 0, forkDeadlineMs: 0, preloads: [] } as LauncherChoice;

    expect(() => parseOptions(options)).toThrow(/renewAfterMs.*forkDeadlineMs.*preloads/s);
  });

  test.each([openLauncher, zygoteLauncher])(
    'are refused before anything is started: %o',
    async (open) => {
      const error = await rejection(open({ forkDeadlineMs: 0 }), TypeError);

      expect(error.message).toContain('`forkDeadlineMs`');
    },
  );

  test('a preloaded URL of another kind is refused', () => {
    expect(() => parseOptions({ preload: [new URL('https://example.org/a.js')] })).toThrow(
      TypeError,
    );
  });
});
