import { describe, expect, test } from 'vitest';
import { AA_BLOCKS, type Command, parseCommand } from '../src/cli.ts';
import { UsageError } from '../src/errors.ts';
import { EXIT } from '../src/exit-codes.ts';
import { HELP } from '../src/help.ts';
import { findSprint, SPRINTS } from '../src/sprints.ts';

type Env = Readonly<Record<string, string>>;

const pooling = findSprint('3.1');
const validate = {
  profile: 'standard',
  sprints: SPRINTS,
  resume: false,
  force: false,
  gate: false,
  json: false,
};
const report = { profile: undefined, gate: false, json: false };

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

describe('a command line that is right', () => {
  test.each<[string, Env, unknown]>([
    ['', {}, { name: 'help' }],
    ['help', {}, { name: 'help' }],
    ['--help', {}, { name: 'help' }],
    ['validate --profile nonsense -h', {}, { name: 'help' }],
    ['validate', {}, { name: 'validate', options: validate }],
    ['validate 3.1', {}, { name: 'validate', options: { ...validate, sprints: [pooling] } }],
    ['validate pooling', {}, { name: 'validate', options: { ...validate, sprints: [pooling] } }],
    [
      'validate pooling 3.1',
      {},
      { name: 'validate', options: { ...validate, sprints: [pooling] } },
    ],
    [
      'validate --profile quick --resume --force --gate --json',
      {},
      {
        name: 'validate',
        options: {
          ...validate,
          profile: 'quick',
          resume: true,
          force: true,
          gate: true,
          json: true,
        },
      },
    ],
    [
      'validate',
      { MUSTER_PROFILE: 'full' },
      { name: 'validate', options: { ...validate, profile: 'full' } },
    ],
    [
      'validate --profile=quick',
      { MUSTER_PROFILE: 'full' },
      { name: 'validate', options: { ...validate, profile: 'quick' } },
    ],
    ['validate', { MUSTER_PROFILE: '' }, { name: 'validate', options: validate }],
    ['validate -- --gate', {}, { name: 'validate', options: { ...validate, gate: true } }],
    ['-- report', {}, { name: 'report', options: report }],
    [
      'report --json --gate --profile full',
      {},
      { name: 'report', options: { profile: 'full', gate: true, json: true } },
    ],
    ['judge a b/', {}, { name: 'judge', options: { paths: ['a', 'b/'], json: false } }],
    ['judge --json a', {}, { name: 'judge', options: { paths: ['a'], json: true } }],
    [
      'aa',
      {},
      { name: 'aa', options: { blocks: AA_BLOCKS, seed: 1, keepDisturbed: false, json: false } },
    ],
    [
      'aa --blocks 10 --seed 0 --keep-disturbed --json',
      { MUSTER_PROFILE: 'nonsense' },
      { name: 'aa', options: { blocks: 10, seed: 0, keepDisturbed: true, json: true } },
    ],
  ])('"%s" with %j', (line, env, command) => {
    expect(parseCommand(words(line), env)).toEqual(command);
  });
});

describe('a command line that is wrong', () => {
  test.each<[string, Env, string]>([
    ['measure', {}, 'there is no command "measure"; expected validate, report, judge or aa'],
    ['--json', {}, 'there is no command "--json"; expected validate, report, judge or aa'],
    ['validate 3.9', {}, 'there is no sprint "3.9"; expected 3.1 or pooling, 3.3 or spawning'],
    [
      'validate --fast',
      {},
      "Unknown option '--fast'; expected --profile quick|standard|full, --resume, --force, --gate or --json",
    ],
    [
      'validate --gate=yes',
      {},
      "Option '--gate' does not take an argument; expected --profile quick|standard|full, --resume, --force, --gate or --json",
    ],
    [
      'validate --profile',
      {},
      "Option '--profile <value>' argument missing; expected --profile quick|standard|full, --resume, --force, --gate or --json",
    ],
    ['validate --profile huge', {}, '--profile must be one of quick, standard, full, got "huge"'],
    ['validate --profile=', {}, '--profile must be one of quick, standard, full, got ""'],
    [
      'report',
      { MUSTER_PROFILE: 'Quick' },
      'MUSTER_PROFILE must be one of quick, standard, full, got "Quick"',
    ],
    [
      'report 3.1 --force',
      {},
      'report takes no "3.1", --force: it is always about all sprints and measures nothing; expected --profile, --gate or --json',
    ],
    [
      'judge',
      {},
      'judge expects at least one *.result.json or folder with such, got none; for example: muster judge packages/pooling/results',
    ],
    ['judge a --gate', {}, "Unknown option '--gate'; expected --json"],
    [
      'aa 3.1 now',
      {},
      'aa takes no "3.1", "now"; expected --blocks <number>, --seed <number>, --keep-disturbed or --json',
    ],
    ['aa --blocks 9', {}, '--blocks must be a whole number from 10 to 1000, got "9"'],
    ['aa --blocks 1001', {}, '--blocks must be a whole number from 10 to 1000, got "1001"'],
    ['aa --blocks 1e2', {}, '--blocks must be a whole number from 10 to 1000, got "1e2"'],
    ['aa --blocks=', {}, '--blocks must be a whole number from 10 to 1000, got ""'],
    ['aa --seed=-1', {}, '--seed must be a whole number from 0 to 2147483647, got "-1"'],
    [
      'aa --profile quick',
      {},
      "Unknown option '--profile'; expected --blocks <number>, --seed <number>, --keep-disturbed or --json",
    ],
  ])('"%s" with %j says what came and what is expected', (line, env, message) => {
    const parse = (): Command => parseCommand(words(line), env);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(new UsageError(message));
  });
});

test('the help names every exit code and every sprint', () => {
  const codes = [...HELP.slice(HELP.indexOf('Exit codes:')).matchAll(/\b\d+\b/g)].map(Number);
  const known = [...new Set<number>(Object.values(EXIT))];
  expect(codes.toSorted((a, b) => a - b)).toEqual(known.toSorted((a, b) => a - b));
  for (const { id, package: folder } of SPRINTS) expect(HELP).toContain(`${id} (${folder})`);
});
