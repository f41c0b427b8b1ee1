import { type ChildProcess, fork, type SerializationType, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createExecLauncher } from '@muster/agent-runtime';
import { echoSpec } from './echo-spec.ts';
import { type Located, threadIds } from './placement.ts';

/** Asks one member, and resolves with its answer: what it was asked. One question at a time. */
export type Ask = () => Promise<unknown>;

/** Processes or threads of one kind, every one of which answers. */
export interface Crowd {
  readonly members: readonly Located[];
  /** One for each member. */
  readonly asks: readonly Ask[];
  readonly close: () => Promise<unknown>;
}

export type OpenCrowd = (count: number) => Promise<Crowd>;

const PAYLOAD = { step: 1 };
/** What an agent is sent to be asked that; its answer is as long. */
const FRAME = Buffer.from(`${JSON.stringify({ type: 'task', id: 1000, payload: PAYLOAD })}\n`);
/** Hundreds that start at once on two cores keep each other waiting. */
const HELLO_DEADLINE_MS = 120_000;

/** Agents, each a process of its own, with the checks and numbers of every request. */
export const agents: OpenCrowd = async (count) => {
  const launcher = await createExecLauncher();
  const spec = { ...echoSpec, helloDeadlineMs: HELLO_DEADLINE_MS };
  const all = await Promise.all(Array.from({ length: count }, () => launcher.launch(spec)));
  return {
    members: all.map(({ pid }) => ({ id: pid, kind: 'process' })),
    asks: all.map((agent) => () => agent.run(PAYLOAD)),
    close: () => launcher.close(),
  };
};

/** Processes over the IPC channel of `child_process.fork`. */
export function forks(serialization: SerializationType): OpenCrowd {
  return async (count) => {
    const module = new URL('peers/ipc-echo.js', import.meta.url);
    const children = Array.from({ length: count }, () => fork(module, { serialization }));
    const asks = children.map((child) =>
      asking(
        () => child.send(PAYLOAD),
        (listener) => child.on('message', listener),
      ),
    );
    await greet(asks);
    return { members: children.map(located), asks, close: () => end(children) };
  };
}

/** Threads of this process. */
export const threads: OpenCrowd = async (count) => {
  const before = threadIds();
  const module = new URL('peers/worker-echo.js', import.meta.url);
  const workers = Array.from({ length: count }, () => new Worker(module));
  const asks = workers.map((worker) => {
    const post = worker.postMessage.bind(worker);
    return asking(
      () => post(PAYLOAD),
      (listener) => worker.on('message', listener),
    );
  });
  await greet(asks);
  const ids = threadIds().filter((id) => !before.includes(id));
  return {
    members: ids.map((id) => ({ id, kind: 'thread' })),
    asks,
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
};

/** Processes that send the bytes of a frame back as they come: the floor of whatever uses a socket. */
export const sockets: OpenCrowd = async (count) => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const path = join(folder, 'socket');
  const server = createServer().listen(path);
  const connected = new Promise<readonly Socket[]>((resolve) => {
    const all: Socket[] = [];
    server.on('connection', (socket) => {
      if (all.push(socket) === count) resolve(all);
    });
  });
  await once(server, 'listening');
  const module = join(import.meta.dirname, 'peers/socket-echo.js');
  const children = Array.from({ length: count }, () => spawn(process.execPath, [module, path]));
  const asks = (await connected).map((socket) =>
    asking(
      () => socket.write(FRAME),
      (listener) => socket.on('data', listener),
    ),
  );
  return {
    members: children.map(located),
    asks,
    close: async () => {
      await end(children);
      server.close();
      await rm(folder, { recursive: true });
    },
  };
};

/** One listener for good: `once` would cost the peers some of their time. */
function asking(ask: () => unknown, listen: (listener: (answer: unknown) => void) => void): Ask {
  let onAnswer: (answer: unknown) => void = () => undefined;
  listen((answer) => onAnswer(answer));
  return () =>
    new Promise((resolve) => {
      onAnswer = resolve;
      ask();
    });
}

/** Whoever has answered once is up. */
async function greet(asks: readonly Ask[]): Promise<void> {
  await Promise.all(asks.map((ask) => ask()));
}

function located({ pid }: ChildProcess): Located {
  if (pid === undefined) throw new Error('a peer could not be started');
  return { id: pid, kind: 'process' };
}

async function end(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }),
  );
}
