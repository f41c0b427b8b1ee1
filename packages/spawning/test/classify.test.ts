import { type AgentExit, DeadlineError, LaunchError, ProtocolError } from '@muster/agent-runtime';
import { describe, expect, test } from 'vitest';
import { causeOf } from '../src/tries/classify.ts';
import { systemError } from './fixtures/scripted-launcher.ts';

const exit = (more: Partial<AgentExit>): AgentExit => ({
  code: null,
  signal: 'SIGKILL',
  outOfMemory: false,
  because: undefined,
  cause: undefined,
  stderr: [],
  ...more,
});
const at = (phase: LaunchError['phase'], cause?: unknown, ended?: AgentExit): LaunchError =>
  new LaunchError('a', phase, 'no', ended, cause);

describe('the system’s refusal', () => {
  test.each(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS'])('%s is exhausted', (code) => {
    expect(causeOf(at('spawn', systemError(code)))).toBe('exhausted');
    expect(causeOf(at('hello', systemError(code)))).toBe('exhausted');
  });

  test.each(['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'ENOEXEC', 'E2BIG', 'EINVAL'])(
    '%s is permanent where the process was to be made, and only there',
    (code) => {
      expect(causeOf(at('spawn', systemError(code)))).toBe('permanent');
      expect(causeOf(at('hello', systemError(code)))).toBe('transient');
    },
  );

  test('is found behind other errors, also where they go in circles', () => {
    const circle = new Error('outer', {
      cause: new Error('inner', { cause: systemError('EMFILE') }),
    });
    expect(causeOf(at('spawn', circle))).toBe('exhausted');
    const snake = new Error('snake');
    snake.cause = snake;
    expect(causeOf(at('spawn', snake))).toBe('transient');
  });

  test('of which nothing is known is transient', () => {
    expect(causeOf(at('spawn', systemError('EIO')))).toBe('transient');
  });
});

describe('an agent', () => {
  test.each([
    [
      'that says a bad hello is permanently wrong',
      at('hello', new ProtocolError('malformed', 'x')),
      'permanent',
    ],
    [
      'of another protocol version is permanently wrong',
      at('hello', new ProtocolError('wrong version', 'x')),
      'permanent',
    ],
    [
      'that was killed for want of memory had no room',
      at('ready', undefined, exit({ outOfMemory: true })),
      'exhausted',
    ],
    [
      'of which nobody can tell may go better',
      at('ready', undefined, exit({ outOfMemory: null })),
      'transient',
    ],
    [
      'that died may go better',
      at('hello', undefined, exit({ code: 1, signal: null })),
      'transient',
    ],
    ['that was late may go better', at('ready', new DeadlineError('hello', 5)), 'transient'],
  ])('%s', (_, error, cause) => {
    expect(causeOf(error)).toBe(cause);
  });
});

test.each([
  ['a wrong spec', new TypeError('wrong')],
  ['a string', 'EAGAIN'],
  ['nothing', undefined],
  ['an error that is none of a launch', systemError('EAGAIN')],
])('%s is what no launch should reject with, and permanent', (_, error) => {
  expect(causeOf(error)).toBe('permanent');
});
