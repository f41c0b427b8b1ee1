import type { Readable, Writable } from 'node:stream';
import { type Channel, createChannel } from './channel.ts';
import type { Hub } from './hub.ts';
import type { Identity } from '../launchers/identity.ts';
import { type HelloFrame, PROTOCOL_VERSION, ProtocolError } from '../protocol/frames.ts';

/** An agent that has said a hello which was found right. */
export interface Arrival {
  readonly channel: Channel;
  readonly hello: HelloFrame;
}

/**
 * Awaits an agent's hello at the coordinator's socket; `giveUp` stops expecting it. Rejects with
 * ProtocolError when the agent, known by its token, speaks another version.
 */
export function arrivalOverSocket(
  hub: Hub,
  identity: Identity,
  maxFrameBytes: number,
): { readonly arrival: Promise<Arrival>; readonly giveUp: () => void } {
  let giveUp = (): void => undefined;
  const arrival = new Promise<Arrival>((resolve, reject) => {
    giveUp = hub.expect(identity, maxFrameBytes, (hello, channel) => {
      const fault = versionFault(hello);
      if (fault === undefined) resolve({ channel, hello });
      else reject(fault);
      return fault === undefined;
    });
  });
  return { arrival, giveUp };
}

/**
 * Awaits the hello of an agent on a stream that is its own, where it must be the first line. Rejects
 * with ProtocolError when it is anything else, or with Error when the stream ends before.
 */
export function arrivalOverStream(
  readable: Readable,
  writable: Writable,
  identity: Identity,
  maxFrameBytes: number,
): Promise<Arrival> {
  const channel = createChannel(readable, writable, maxFrameBytes);
  return new Promise((resolve, reject) => {
    channel.once((frame) => {
      if (frame.type !== 'hello') {
        reject(new ProtocolError('out of order', `${frame.type} before hello`));
        return;
      }
      const fault = versionFault(frame) ?? identityFault(frame, identity);
      if (fault === undefined) resolve({ channel, hello: frame });
      else reject(fault);
    });
    void channel.ended.then((fault) =>
      reject(fault ?? new Error('its channel closed before hello')),
    );
  });
}

function versionFault({ protocol }: HelloFrame): ProtocolError | undefined {
  if (protocol === PROTOCOL_VERSION) return undefined;
  const versions = `the agent speaks protocol ${protocol}, this coordinator ${PROTOCOL_VERSION}`;
  return new ProtocolError('wrong version', versions);
}

function identityFault(hello: HelloFrame, identity: Identity): ProtocolError | undefined {
  const same =
    hello.agent === identity.id &&
    hello.incarnation === identity.incarnation &&
    hello.token === identity.token;
  if (same) return undefined;
  const names = 'MUSTER_AGENT, MUSTER_INCARNATION and MUSTER_TOKEN';
  return new ProtocolError('malformed', `hello must repeat ${names} as they were given`);
}
