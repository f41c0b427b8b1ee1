import { connect, Socket } from 'node:net';
import { type Environment, IDENTITY_VARIABLES } from '../deferral.ts';

/** Who this process is to its coordinator, and where that one is to be met. */
export interface Identity {
  readonly agent: string;
  readonly incarnation: number;
  readonly token: string;
  readonly maxFrameBytes: number;
  /** An inherited descriptor, else a path, else standard input and output. */
  readonly channelFd: number | undefined;
  readonly socketPath: string | undefined;
}

/**
 * Reads who this process is. From `process.env` it is removed, for it is not meant for what the agent
 * starts in turn. Throws when no coordinator has said it.
 */
export function identityFrom(environment: Environment): Identity {
  const { MUSTER_AGENT, MUSTER_INCARNATION, MUSTER_TOKEN } = environment;
  const { MUSTER_CHANNEL, MUSTER_SOCKET, MUSTER_MAX_FRAME_BYTES = '1048576' } = environment;
  if (
    MUSTER_AGENT === undefined ||
    MUSTER_INCARNATION === undefined ||
    MUSTER_TOKEN === undefined
  ) {
    throw new Error(
      'this module serves as an agent and must be started by a coordinator: MUSTER_AGENT, MUSTER_INCARNATION and MUSTER_TOKEN are not set',
    );
  }
  if (environment === process.env) {
    for (const name of IDENTITY_VARIABLES) delete process.env[name];
  }
  return {
    agent: MUSTER_AGENT,
    incarnation: Number(MUSTER_INCARNATION),
    token: MUSTER_TOKEN,
    channelFd: MUSTER_CHANNEL === undefined ? undefined : Number(MUSTER_CHANNEL),
    socketPath: MUSTER_SOCKET,
    maxFrameBytes: Number(MUSTER_MAX_FRAME_BYTES),
  };
}

/** Read into over and over: a stream of its own would make a buffer of this size for each frame. */
const READ_BYTES = 65_536;

/**
 * Opens the way to the coordinator, and returns the stream to it. Ends the process where there is none
 * to be reached. `onBytes` is given what comes, in a buffer that is filled anew when it has returned;
 * `onLost` hears of it, perhaps often, when the coordinator is gone.
 */
export function openConnection(
  { channelFd, socketPath }: Identity,
  onBytes: (bytes: Buffer) => void,
  onLost: () => void,
): NodeJS.WritableStream {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  const onread = {
    buffer,
    callback: (bytes: number): boolean => {
      onBytes(buffer.subarray(0, bytes));
      return true;
    },
  };
  if (channelFd !== undefined) {
    const socket = new Socket({ fd: channelFd, allowHalfOpen: true, onread });
    socket.on('error', onLost).on('end', onLost).on('close', onLost);
    return socket;
  }
  if (socketPath === undefined) {
    for (const stream of [process.stdin, process.stdout]) {
      stream.on('error', onLost).on('close', onLost);
    }
    process.stdin.on('data', onBytes).on('end', onLost);
    return process.stdout;
  }
  // Half open: the coordinator ends its side when it stops an agent, whose answers may still come.
  const socket = connect({ path: socketPath, allowHalfOpen: true, onread });
  const onUnreachable = (error: Error): void => {
    process.stderr.write(`the coordinator cannot be reached: ${error.message}\n`);
    process.exit(1);
  };
  socket.once('error', onUnreachable);
  socket.once('connect', () => socket.off('error', onUnreachable).on('error', onLost));
  socket.on('end', onLost).on('close', onLost);
  return socket;
}
