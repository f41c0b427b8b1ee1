import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Hears the agents of peers say that they are ready, and nothing more: no token is checked. */
export interface Greeter {
  readonly socketPath: string;
  /** Ready, and their channel open. */
  readonly alive: number;
  /** Agents leave when their channel closes. */
  close(): Promise<void>;
}

/** More than one burst, as in Muster's own hub. */
const BACKLOG = 4_096;

/** Opens a socket for agents; `onReady` hears the id of each. */
export async function createGreeter(onReady: (agentId: string) => void): Promise<Greeter> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const socketPath = join(folder, 'socket');
  const connections = new Set<Socket>();
  const ready = new Set<Socket>();

  const server = createServer((socket) => {
    connections.add(socket);
    let said = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [hello = '', second = '', rest] = said.split('\n');
      if (rest === undefined || JSON.parse(second).type !== 'ready') return;
      ready.add(socket);
      onReady(JSON.parse(hello).agent);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connections.delete(socket);
      ready.delete(socket);
    });
  });
  server.listen({ path: socketPath, backlog: BACKLOG });
  await once(server, 'listening');

  return {
    socketPath,
    get alive() {
      return ready.size;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections) socket.destroy();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}
