import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDecision } from '../src/decision-file.ts';
import { muster } from './support/command.ts';
import { temporaryFolder } from './support/temporary.ts';
import { measuredWorkspace } from './support/workspace.ts';

describe('a wrong command line exits with 64, says why and points to the help', () => {
  test.each<[readonly string[], string]>([
    [['measure'], 'there is no command "measure"; expected validate, report, judge or aa'],
    [
      ['validate', '--profile', 'huge'],
      '--profile must be one of quick, standard, full, got "huge"',
    ],
    [
      ['report', '\u001b[31m'],
      String.raw`report takes no "\u001b[31m": it is always about all sprints and measures nothing; expected --profile, --gate or --json`,
    ],
    [['aa', '--blocks', '3'], '--blocks must be a whole number from 10 to 1000, got "3"'],
    [
      ['judge', '--json'],
      'judge expects at least one *.result.json or folder with such, got none; for example: muster judge packages/pooling/results',
    ],
    [
      ['report', '--\u001b[31m'],
      "Unknown option '--␛[31m'; expected --profile quick|standard|full, --resume, --force, --gate or --json",
    ],
  ])('%j', async (args, message) => {
    const run = await muster(await temporaryFolder(), args);
    expect(run).toEqual({ code: 64, out: '', err: `muster: ${message}\nSee: muster --help\n` });
  });
});

test('the help goes to standard output and is no failure', async () => {
  const run = await muster(await temporaryFolder(), ['--help']);
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toMatch(/^muster finds out/);
});

describe('output that nobody takes', () => {
  test('is no failure when the reader has gone, and the report is written', async () => {
    const root = await measuredWorkspace();
    expect(await muster(root, ['report'], { deaf: true })).toEqual({ code: 0, out: '', err: '' });
    expect(readDecision(join(root, 'report/decision.json')).profile).toBe('standard');
  });

  test('is a failure in one line when it cannot be written', async () => {
    const folder = await temporaryFolder();
    const run = await muster(folder, ['help'], { before: 'ulimit -f 0; exec > out' });
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/^muster: standard output cannot be written: EFBIG.*\n$/);
    expect(await readFile(join(folder, 'out'), 'utf8')).toBe('');
  });
});
