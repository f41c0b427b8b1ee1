import type { Readable, Writable } from 'node:stream';
import {
  type AgentFrame,
  type CoordinatorFrame,
  encodeFrame,
  parseAgentFrame,
  ProtocolError,
} from '../protocol/frames.ts';
import { createLineReader } from '../protocol/lines.ts';

/** Why a channel ended: the peer closed it, or broke the protocol. */
export type ChannelEnd = ProtocolError | undefined;

/** The coordinator's end of the stream to one agent. */
export interface Channel {
  /** Throws, and sends nothing, when JSON cannot say the frame or it exceeds the longest allowed. */
  send(frame: CoordinatorFrame): void;
  /** A frame as {@link write} takes it. Throws as `send` does. */
  encode(frame: CoordinatorFrame): string;
  write(line: string): void;
  /** Whether the agent must read before more than a few bytes can be written. */
  readonly isBlocked: boolean;
  /** Bytes that were written and wait here for the agent to read. */
  readonly unreadBytes: number;
  /** Hears each time the agent has read what it had left unread. */
  onDrain(listener: () => void): void;
  /** Hears the next frame only. What comes after it is held until somebody listens again. */
  once(onFrame: (frame: AgentFrame) => void): void;
  /** Hears every frame from here on, those held first. */
  listen(onFrame: (frame: AgentFrame) => void): void;
  /** Changes the longest frame either side may send, from the next frame on. */
  limit(maxFrameBytes: number): void;
  /** Lets the agent see the end of its input; it may still speak. */
  finish(): void;
  destroy(): void;
  /** Settles once, when nothing more can come from the agent. */
  readonly ended: Promise<ChannelEnd>;
}

/** Frames over a pair of byte streams. A frame that breaks the protocol ends the channel. */
export function createChannel(
  readable: Readable,
  writable: Writable,
  maxFrameBytes: number,
): Channel {
  const limit = { maxBytes: maxFrameBytes };
  let listener: ((frame: AgentFrame) => void) | undefined;
  const held: AgentFrame[] = [];
  let end: (fault: ChannelEnd) => void = () => undefined;
  const ended = new Promise<ChannelEnd>((resolve) => (end = resolve));

  const destroy = (): void => {
    readable.destroy();
    writable.destroy();
  };
  /** A fault ends the channel, whether the reader or the listener finds it: nothing more is heard. */
  const endingOnFault = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // A destroyed stream still gives what it has buffered.
      readable.off('data', onData);
      held.length = 0;
      end(error);
      destroy();
    }
  };
  const listen = (onFrame: (frame: AgentFrame) => void): void => {
    listener = onFrame;
    endingOnFault(() => {
      while (listener === onFrame && held.length > 0) onFrame(held.shift()!);
    });
    if (held.length === 0) readable.resume();
  };
  const read = createLineReader(limit, (line) => {
    const frame = parseAgentFrame(line);
    if (listener !== undefined) return listener(frame);
    // Nobody listens between two steps of a handshake. What was read together with the last step is
    // held, at most one chunk; the rest waits in buffers of bounded size.
    held.push(frame);
    readable.pause();
  });

  const onData = (chunk: Buffer): void => endingOnFault(() => read(chunk));
  readable.on('data', onData);
  readable.on('end', () => end(undefined));
  readable.on('close', () => end(undefined));
  // A reset or a broken pipe is an end like any other: the exit of the process says why.
  readable.on('error', () => end(undefined));
  writable.on('error', () => end(undefined));

  const encode = (frame: CoordinatorFrame): string => encodeFrame(frame, limit.maxBytes);
  const write = (line: string): void => {
    if (!writable.writableEnded && !writable.destroyed) writable.write(line);
  };

  return {
    send: (frame) => write(encode(frame)),
    encode,
    write,
    get isBlocked() {
      return writable.writableNeedDrain;
    },
    get unreadBytes() {
      return writable.writableLength;
    },
    onDrain: (onDrain) => void writable.on('drain', onDrain),
    once: (onFrame) =>
      listen((frame) => {
        listener = undefined;
        onFrame(frame);
      }),
    listen,
    limit: (maxBytes) => (limit.maxBytes = maxBytes),
    finish: () => writable.end(),
    destroy,
    ended,
  };
}
