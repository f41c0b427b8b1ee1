import { timingSafeEqual } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { type Channel, createChannel } from './channel.ts';
import type { Identity } from '../launchers/identity.ts';
import type { HelloFrame } from '../protocol/frames.ts';

/** A hello is a few hundred bytes; nobody may send more before it is known who speaks. */
const MAX_HELLO_BYTES = 4_096;
/**
 * Connections the kernel may keep waiting while the coordinator is busy. Node's own 511 are fewer
 * than one burst of starts; one more is refused with EAGAIN and the agent lost.
 */
const BACKLOG = 4_096;

export interface HubOptions {
  /** A stranger that connects and says nothing is shown out after this. @default 5000 */
  readonly helloDeadlineMs?: number;
}

export interface HubStats {
  /** Connections shown out: no hello, a wrong token, an unknown agent, an old incarnation. */
  readonly refusedConnections: number;
  /** Hellos, among those, of a start that had been given up or replaced. */
  readonly lateHellos: number;
}

/** Hears the hello that bears an identity's token. Answers whether to keep the connection. */
export type OnHello = (hello: HelloFrame, channel: Channel) => boolean;

/** The coordinator's socket, where module agents announce themselves. */
export interface Hub {
  readonly socketPath: string;
  /**
   * Calls back once when the agent with this identity says hello; from then on its frames may have
   * `maxFrameBytes`. Returns how to stop expecting.
   */
  expect(identity: Identity, maxFrameBytes: number, onHello: OnHello): () => void;
  stats(): HubStats;
  close(): Promise<void>;
}

interface Expected {
  readonly identity: Identity;
  readonly maxFrameBytes: number;
  readonly onHello: OnHello;
}

/** Opens a socket of mode 0600 at `socketPath`. */
export async function createHub(
  socketPath: string,
  { helloDeadlineMs = 5_000 }: HubOptions = {},
): Promise<Hub> {
  const expected = new Map<string, Expected>();
  const connections = new Set<Socket>();
  let newestIncarnation = 0;
  let refusedConnections = 0;
  let lateHellos = 0;

  const welcome = (hello: HelloFrame, channel: Channel): boolean => {
    const entry = expected.get(hello.agent);
    if (entry === undefined || entry.identity.incarnation !== hello.incarnation) {
      if (hello.incarnation <= newestIncarnation) lateHellos++;
      return false;
    }
    if (!sameToken(entry.identity.token, hello.token)) return false;
    expected.delete(hello.agent);
    channel.limit(entry.maxFrameBytes);
    return entry.onHello(hello, channel);
  };

  const server = createServer((socket) => {
    connections.add(socket);
    const channel = createChannel(socket, socket, MAX_HELLO_BYTES);
    let decided = false;
    const decide = (welcomed: boolean): void => {
      if (decided) return;
      decided = true;
      clearTimeout(deadline);
      if (welcomed) return;
      refusedConnections++;
      channel.destroy();
    };
    const deadline = setTimeout(() => decide(false), helloDeadlineMs);
    channel.once((frame) => decide(frame.type === 'hello' && welcome(frame, channel)));
    void channel.ended.then((fault) => {
      if (fault !== undefined) decide(false);
    });
    socket.once('close', () => {
      clearTimeout(deadline);
      connections.delete(socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: socketPath, backlog: BACKLOG }, resolve);
  });
  // Connections that break after they were accepted are the agents' affair, not the server's.
  server.on('error', () => undefined);
  server.unref();
  await chmod(socketPath, 0o600);

  return {
    socketPath,
    expect: (identity, maxFrameBytes, onHello) => {
      expected.set(identity.id, { identity, maxFrameBytes, onHello });
      newestIncarnation = Math.max(newestIncarnation, identity.incarnation);
      return () => {
        if (expected.get(identity.id)?.identity === identity) expected.delete(identity.id);
      };
    },
    stats: () => ({ refusedConnections, lateHellos }),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Not only strangers: whoever inherited a dead agent's end would keep the server open.
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

function sameToken(expected: string, got: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(got)];
  return a.length === b.length && timingSafeEqual(a, b);
}
