/** The protocol this build speaks; a hello with another number is refused. */
export const PROTOCOL_VERSION = 1;

/** Whether an agent's code ran from TypeScript sources or from the built package. */
export type Origin = 'src' | 'dist';

export interface HelloFrame {
  readonly type: 'hello';
  readonly protocol: number;
  readonly agent: string;
  readonly incarnation: number;
  readonly token: string;
  readonly origin?: Origin;
  /** Which build of itself it is, as whoever built it names that. */
  readonly build?: string;
  /** What it can be asked besides what every agent can: `assign`. */
  readonly does?: readonly string[];
}
export interface ResultFrame {
  readonly type: 'result';
  readonly id: number;
  readonly value?: unknown;
}
export interface ErrorFrame {
  readonly type: 'error';
  readonly id: number;
  readonly name?: string;
  readonly message: string;
}
export interface MessageFrame {
  readonly type: 'message';
  readonly seq: number;
  readonly payload?: unknown;
}
export interface AckFrame {
  readonly type: 'ack';
  readonly seq: number;
}
export interface NumberedFrame<Type extends string> {
  readonly type: Type;
  readonly id: number;
}
export interface TaskFrame extends NumberedFrame<'task'> {
  readonly payload?: unknown;
}
export interface PongFrame extends NumberedFrame<'pong'> {
  /** The longest its event loop kept anything waiting since its last pong. */
  readonly lagMs?: number;
  readonly rssBytes?: number;
}
/** Who an agent is to be for its next user, said when it has long been ready. */
export interface Assignment {
  /** Anything JSON can say; the agent's `onAssign` is given it. */
  readonly identity?: unknown;
  /** Variables to set over those it was started with, by name. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Its working directory, an absolute path. */
  readonly cwd?: string | undefined;
}
export interface AssignFrame extends NumberedFrame<'assign'>, Assignment {}
export interface BareFrame<Type extends string> {
  readonly type: Type;
}

/** What an agent may say to its coordinator. */
export type AgentFrame =
  | HelloFrame
  | BareFrame<'ready'>
  | ResultFrame
  | ErrorFrame
  | MessageFrame
  | AckFrame
  | PongFrame;

/** What a coordinator may say. `task`, `assign` and `reset` are answered by `result` or `error`. */
export type CoordinatorFrame =
  | TaskFrame
  | AssignFrame
  | NumberedFrame<'cancel'>
  | NumberedFrame<'reset'>
  | NumberedFrame<'ping'>
  | MessageFrame
  | AckFrame
  | BareFrame<'stop'>;

export type Frame = AgentFrame | CoordinatorFrame;

/** Why a frame was not accepted. */
export type ProtocolFault =
  | 'malformed'
  | 'too large'
  | 'out of order'
  | 'wrong version'
  | 'wrong build';

/** The peer broke the protocol. It ends that peer's channel and touches no other. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly fault: ProtocolFault;

  constructor(fault: ProtocolFault, detail: string) {
    super(`${fault} frame: ${detail}`);
    this.fault = fault;
  }
}

type Check = (value: unknown) => boolean;
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isText: Check = (value) => typeof value === 'string';
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const isDuration: Check = (value) => typeof value === 'number' && value >= 0;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isTextByName: Check = (value) =>
  typeof value === 'object' && value !== null && Object.values(value).every(isText);
const isOrigin: Check = (value) => value === 'src' || value === 'dist';

const id = { id: isCount };
const seq = { seq: isCount };

type Fields = Readonly<Record<string, Check>>;

/** By type of frame, the fields that must hold; payloads are whatever JSON can say. */
type KnownFrames = ReadonlyMap<unknown, readonly (readonly [field: string, holds: Check])[]>;

/** Lists the fields once: doing so for each frame would take longer than checking them. */
function known<Type extends string>(frames: Readonly<Record<Type, Fields>>): KnownFrames {
  const types = Object.entries<Fields>(frames);
  return new Map(types.map(([type, fields]) => [type, Object.entries(fields)]));
}

const AGENT_FRAMES = known<AgentFrame['type']>({
  hello: {
    protocol: isCount,
    agent: isText,
    incarnation: isCount,
    token: isText,
    origin: optional(isOrigin),
    build: optional(isText),
    does: optional(isTexts),
  },
  ready: {},
  result: id,
  error: { ...id, message: isText, name: optional(isText) },
  message: seq,
  ack: seq,
  pong: { ...id, lagMs: optional(isDuration), rssBytes: optional(isCount) },
});
const COORDINATOR_FRAMES = known<CoordinatorFrame['type']>({
  task: id,
  assign: { ...id, env: optional(isTextByName), cwd: optional(isText) },
  cancel: id,
  reset: id,
  ping: id,
  message: seq,
  ack: seq,
  stop: {},
});

/** Reads one line from an agent. Throws {@link ProtocolError} naming the field that is wrong. */
export function parseAgentFrame(line: string): AgentFrame {
  return parse(line, AGENT_FRAMES) as AgentFrame;
}

/**
 * Reads one line from a coordinator; undefined for a type of frame that is not known here, as a later
 * coordinator may say. Throws {@link ProtocolError} naming the field that is wrong.
 */
export function parseCoordinatorFrame(line: string): CoordinatorFrame | undefined {
  return parse(line, COORDINATOR_FRAMES, 'ignore') as CoordinatorFrame | undefined;
}

function parse(
  line: string,
  frames: KnownFrames,
  unknownTypes: 'ignore' | 'refuse' = 'refuse',
): unknown {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ProtocolError('malformed', `not JSON: ${excerpt(line)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError('malformed', `expected an object, got ${excerpt(line)}`);
  }
  const frame = value as Record<string, unknown>;
  const type = frame['type'];
  const fields = frames.get(type);
  if (fields === undefined) {
    if (typeof type === 'string' && unknownTypes === 'ignore') return undefined;
    const expected = [...frames.keys()].join(', ');
    throw new ProtocolError(
      'malformed',
      `\`type\` must be one of ${expected}, got ${excerpt(line)}`,
    );
  }
  for (const [field, holds] of fields) {
    if (!holds(frame[field])) {
      throw new ProtocolError(
        'malformed',
        `\`${field}\` of a ${String(type)} frame is wrong: ${excerpt(line)}`,
      );
    }
  }
  return frame;
}

function excerpt(line: string): string {
  return line.length <= 80 ? line : `${line.slice(0, 80)}… (${line.length} characters)`;
}

/**
 * One frame as it goes over the wire. A value that JSON cannot say throws, as JSON.stringify does; a
 * frame of more than `maxBytes` throws {@link ProtocolError} here, at its author's, instead of ending
 * the channel at the peer's.
 */
export function encodeFrame(frame: Frame, maxBytes: number): string {
  const line = JSON.stringify(frame);
  // A UTF-16 unit takes at most 3 bytes, so that most frames need no counting.
  if (line.length * 3 > maxBytes && Buffer.byteLength(line) > maxBytes) {
    const bytes = Buffer.byteLength(line);
    throw new ProtocolError('too large', `a ${frame.type} of ${bytes} bytes exceeds ${maxBytes}`);
  }
  return `${line}\n`;
}
