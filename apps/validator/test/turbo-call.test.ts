import { describe, expect, test } from 'vitest';
import { EXIT, type ExitCode } from '../src/exit-codes.ts';
import { findSprint, SPRINTS, type Sprint } from '../src/sprints.ts';
import { exitAfter, resumeCommand, turboCallOf, type TurboEnd } from '../src/turbo-call.ts';

const options = { sprints: SPRINTS, profile: 'standard', resume: false, force: false } as const;
const batching: Sprint = { id: '3.2', optimization: 'B', package: 'batching', experiment: 'b' };

describe('the call of turbo', () => {
  test('names each sprint’s package and nothing else', () => {
    const sprints = [...SPRINTS.filter((each) => each === findSprint('3.1')), batching];
    expect(turboCallOf({ ...options, sprints }, false).args).toEqual([
      'run',
      'validate',
      '--filter=@muster/pooling',
      '--filter=@muster/batching',
    ]);
  });

  test('measures again though nothing changed when forced', () => {
    expect(turboCallOf({ ...options, force: true }, false).args.at(-1)).toBe('--force');
  });

  test.each([
    [{ resume: true }, true, true],
    [{ resume: true }, false, false],
    [{ resume: false }, true, false],
  ])('with %j and an interrupted run %j passes the cache by: %j', (more, interrupted, forced) => {
    const { args } = turboCallOf({ ...options, ...more }, interrupted);
    expect(args.includes('--force')).toBe(forced);
  });

  test.each([
    [
      { profile: 'standard', resume: false },
      { MUSTER_PROFILE: undefined, MUSTER_RESUME: '0' },
    ],
    [
      { profile: 'quick', resume: true },
      { MUSTER_PROFILE: 'quick', MUSTER_RESUME: '1' },
    ],
    [
      { profile: 'full', resume: false },
      { MUSTER_PROFILE: 'full', MUSTER_RESUME: '0' },
    ],
  ] as const)('with %j has the environment %j', (more, env) => {
    expect(turboCallOf({ ...options, ...more }, false).env).toEqual({
      ...env,
      TURBO_TELEMETRY_DISABLED: '1',
    });
  });
});

test.each([
  [{}, 'npx -y pnpm@12.21.0 validate --resume'],
  [{ profile: 'quick' }, 'npx -y pnpm@12.21.0 validate --profile quick --resume'],
  [{ sprints: [batching, batching] }, 'npx -y pnpm@12.21.0 validate 3.2 3.2 --resume'],
] as const)('an interrupted run with %j goes on with: %s', (more, command) => {
  expect(resumeCommand({ ...options, ...more })).toBe(command);
});

describe('after turbo', () => {
  test.each<[Partial<TurboEnd>, ExitCode | null]>([
    [{ exitCode: 0 }, null],
    [{ exitCode: 0, interrupted: true }, EXIT.interrupted],
    [{ exitCode: 1 }, EXIT.notMeasured],
    [{ exitCode: 2 }, EXIT.notMeasured],
    [{ exitCode: undefined }, EXIT.notMeasured],
    [{ exitCode: 130 }, EXIT.interrupted],
    [{ exitCode: 1, interrupted: true }, EXIT.interrupted],
    [{ exitCode: undefined, isTerminated: true }, EXIT.interrupted],
  ])('%j means %s', (end, code) => {
    expect(exitAfter({ exitCode: 0, isTerminated: false, interrupted: false, ...end })).toBe(code);
  });
});
