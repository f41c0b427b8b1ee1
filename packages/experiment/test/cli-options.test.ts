import { describe, expect, test } from 'vitest';
import { parseCliOptions } from '../src/command/cli-options.ts';
import { UsageError } from '../src/errors.ts';

const defaults = { profile: 'standard', resume: false, json: false, help: false };

describe('the command line', () => {
  test.each<[readonly string[], Record<string, string>, object]>([
    [[], {}, {}],
    [[], { MUSTER_PROFILE: '', MUSTER_RESUME: '' }, {}],
    [
      ['--profile', 'quick', '--resume', '--json'],
      {},
      { profile: 'quick', resume: true, json: true },
    ],
    [['--profile=full'], { MUSTER_PROFILE: 'quick' }, { profile: 'full' }],
    [[], { MUSTER_PROFILE: 'quick', MUSTER_RESUME: '1' }, { profile: 'quick', resume: true }],
    [[], { MUSTER_RESUME: '0' }, {}],
    [['-h'], {}, { help: true }],
  ])('%j with %j', (args, env, expected) => {
    expect(parseCliOptions(args, env)).toEqual({ ...defaults, ...expected });
  });

  test.each<[readonly string[], Record<string, string>, RegExp]>([
    [['--profile', 'huge'], {}, /^--profile must be one of quick, standard, full, got "huge"$/],
    [
      [],
      { MUSTER_PROFILE: 'huge' },
      /^MUSTER_PROFILE must be one of quick, standard, full, got "huge"$/,
    ],
    [[], { MUSTER_RESUME: 'yes' }, /^MUSTER_RESUME must be 1 or 0, got "yes"$/],
    [['--prfile'], {}, /--prfile/],
    [['pooling'], {}, /pooling/],
  ])('%j with %j is refused', (args, env, message) => {
    expect(() => parseCliOptions(args, env)).toThrow(UsageError);
    expect(() => parseCliOptions(args, env)).toThrow(message);
  });
});
