import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AgentFrame,
  type CoordinatorFrame,
  encodeFrame,
  parseAgentFrame,
  parseCoordinatorFrame,
  ProtocolError,
} from '../src/protocol/frames.ts';

const hello = { type: 'hello', protocol: 1, agent: 'a', incarnation: 1, token: 't' };

function faultOf(work: () => unknown): ProtocolError {
  try {
    work();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('no fault');
}

describe('a frame from an agent', () => {
  test.each<readonly [string, unknown, string]>([
    ['hello without protocol', { ...hello, protocol: undefined }, '`protocol` of a hello'],
    ['hello with protocol as text', { ...hello, protocol: '1' }, '`protocol` of a hello'],
    ['hello without agent', { ...hello, agent: undefined }, '`agent` of a hello'],
    ['hello with agent as number', { ...hello, agent: 7 }, '`agent` of a hello'],
    [
      'hello with a negative incarnation',
      { ...hello, incarnation: -1 },
      '`incarnation` of a hello',
    ],
    ['hello with half an incarnation', { ...hello, incarnation: 0.5 }, '`incarnation` of a hello'],
    ['hello without token', { ...hello, token: null }, '`token` of a hello'],
    ['hello with null for what it does', { ...hello, does: null }, '`does` of a hello'],
    ['hello of unknown origin', { ...hello, origin: 'moon' }, '`origin` of a hello'],
    ['result without id', { type: 'result', value: 1 }, '`id` of a result'],
    ['result with an unsafe id', { type: 'result', id: 2 ** 53 }, '`id` of a result'],
    ['error without id', { type: 'error', message: 'm' }, '`id` of a error'],
    ['error without message', { type: 'error', id: 1 }, '`message` of a error'],
    ['error with name as number', { type: 'error', id: 1, message: 'm', name: 1 }, '`name` of a'],
    [
      'error with null for its name',
      { type: 'error', id: 1, message: 'm', name: null },
      '`name` of',
    ],
    ['pong with null for its lag', { type: 'pong', id: 1, lagMs: null }, '`lagMs` of a pong'],
    ['message without seq', { type: 'message', payload: 1 }, '`seq` of a message'],
    ['ack without seq', { type: 'ack' }, '`seq` of a ack'],
    ['hello that does a number', { ...hello, does: [1] }, '`does` of a hello'],
    ['hello that does a text', { ...hello, does: 'assign' }, '`does` of a hello'],
    ['pong without id', { type: 'pong' }, '`id` of a pong'],
    ['pong with a negative lag', { type: 'pong', id: 1, lagMs: -1 }, '`lagMs` of a pong'],
    ['pong with half a byte', { type: 'pong', id: 1, rssBytes: 0.5 }, '`rssBytes` of a pong'],
    ['no type', { id: 1 }, '`type` must be one of hello, ready'],
    ['a type as number', { type: 1 }, '`type` must be one of'],
    ['a type that only the coordinator says', { type: 'task', id: 1 }, '`type` must be one of'],
    ['a type that every object inherits', { type: 'toString' }, '`type` must be one of'],
    ['an array', [hello], 'expected an object'],
    ['null', null, 'expected an object'],
    ['a number', 7, 'expected an object'],
  ])('is refused and named: %s', (_what, frame, expected) => {
    const fault = faultOf(() => parseAgentFrame(JSON.stringify(frame)));

    expect(fault.fault).toBe('malformed');
    expect(fault.message).toContain(expected);
  });

  test.each(['', ' ', '{', 'hello', '{"type":"ready"', '{"type":"ready"}{"type":"ready"}', 'NaN'])(
    'is refused where it is no JSON: %j',
    (line) => {
      expect(faultOf(() => parseAgentFrame(line)).message).toContain('not JSON');
    },
  );

  test('is quoted in part only where it is long', () => {
    const { message } = faultOf(() => parseAgentFrame(`"${'x'.repeat(5_000)}`));

    expect(message.length).toBeLessThan(200);
    expect(message).toContain('(5001 characters)');
  });

  test.each<AgentFrame>([
    { type: 'hello', protocol: 1, agent: 'a', incarnation: 1, token: 't', origin: 'dist' },
    { type: 'hello', protocol: 1, agent: 'a', incarnation: 1, token: 't', does: ['assign'] },
    { type: 'ready' },
    { type: 'result', id: 0 },
    { type: 'result', id: 1, value: { deep: [null] } },
    { type: 'error', id: 1, message: '' },
    { type: 'message', seq: 1, payload: null },
    { type: 'ack', seq: 1 },
    { type: 'pong', id: 1 },
    { type: 'pong', id: 0, lagMs: 0.5, rssBytes: 4_096 },
  ])('is accepted: $type', (frame) => {
    expect(parseAgentFrame(encodeFrame(frame, 1_000))).toEqual(frame);
  });

  test('may carry fields that this version does not know', () => {
    expect(parseAgentFrame('{"type":"ready","since":3}')).toMatchObject({ type: 'ready' });
  });
});

describe('a frame from a coordinator', () => {
  test.each<readonly [unknown, string]>([
    [{ type: 'task' }, '`id` of a task'],
    [{ type: 'assign' }, '`id` of a assign'],
    [{ type: 'assign', id: 1, env: { A: 1 } }, '`env` of a assign'],
    [{ type: 'assign', id: 1, env: 'A=1' }, '`env` of a assign'],
    [{ type: 'assign', id: 1, cwd: 1 }, '`cwd` of a assign'],
    [{ type: 'cancel', id: 'x' }, '`id` of a cancel'],
    [{ type: 'reset', id: -1 }, '`id` of a reset'],
    [{ type: 'ping' }, '`id` of a ping'],
    [{ type: 'message' }, '`seq` of a message'],
    [{ type: 'ack', seq: null }, '`seq` of a ack'],
    [{ type: 1 }, '`type` must be one of task, assign'],
  ])('is refused and named: %j', (frame, expected) => {
    const fault = faultOf(() => parseCoordinatorFrame(JSON.stringify(frame)));

    expect(fault.message).toContain(expected);
  });

  test.each<CoordinatorFrame>([
    { type: 'task', id: 1, payload: 'p' },
    { type: 'assign', id: 1 },
    { type: 'assign', id: 1, identity: null, env: { A: 'b' }, cwd: '/' },
    { type: 'cancel', id: 1 },
    { type: 'reset', id: 1 },
    { type: 'ping', id: 1 },
    { type: 'message', seq: 1 },
    { type: 'ack', seq: 1 },
    { type: 'stop' },
  ])('is accepted: $type', (frame) => {
    expect(parseCoordinatorFrame(encodeFrame(frame, 1_000))).toEqual(frame);
  });
});

test.each(['result', 'sing', 'toString'])(
  'an agent ignores a frame of a type that it does not know: %s',
  (type) => {
    expect(parseCoordinatorFrame(JSON.stringify({ type }))).toBeUndefined();
  },
);

describe('an encoded frame', () => {
  test('is one line that reads back the same, whatever JSON the payload is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const line = encodeFrame({ type: 'task', id: 1, payload }, 1_048_576);

        expect(line.indexOf('\n')).toBe(line.length - 1);
        const expected: unknown = JSON.parse(JSON.stringify({ payload }));
        expect(parseCoordinatorFrame(line)).toMatchObject(expected as object);
      }),
    );
  });

  test('may have as many bytes as allowed and not one more, counted in UTF-8', () => {
    const frame = { type: 'task', id: 1, payload: 'ä€𝄞' } as const;
    const bytes = Buffer.byteLength(JSON.stringify(frame));

    expect(encodeFrame(frame, bytes)).toContain('𝄞');
    expect(faultOf(() => encodeFrame(frame, bytes - 1))).toMatchObject({ fault: 'too large' });
  });
});
