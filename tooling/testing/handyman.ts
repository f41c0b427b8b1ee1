/** An agent whose tasks name what it shall do, well or badly. */
import { spawn, type SpawnOptions } from 'node:child_process';
import { serveAgent } from '../../packages/agent-runtime/src/serve.ts';

interface Job {
  readonly do: string;
  readonly [field: string]: unknown;
}

const never = new Promise<never>(() => undefined);
const state = { resets: 0, aborted: 0, heard: [] as unknown[], assigned: [] as unknown[] };
let identity: unknown;

const isTold = (flag: string): boolean => process.argv.includes(flag);
const whoAndWhere = (): object => ({ identity, cwd: process.cwd(), who: process.env['WHO'] });

const start = (words: readonly string[], options: SpawnOptions): number | undefined => {
  const [program = 'sleep', ...args] = words;
  const child = spawn(program, args, { stdio: 'ignore', ...options });
  child.unref();
  return child.pid;
};

const wrote = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => stream.write(text, () => resolve()));

const jobs: Readonly<Record<string, (job: Job, signal: AbortSignal) => unknown>> = {
  say: ({ value }) => value,
  later: ({ value, ms }) =>
    new Promise((resolve) => setTimeout(() => resolve(value), ms as number)),
  throw: ({ message }) => {
    throw new RangeError(message as string);
  },
  throwOddly: ({ what }) => {
    if (what === 'bare object') throw Object.create(null);
    if (what === 'odd error') throw Object.assign(new Error('x'), { name: 7, message: { a: 1 } });
    throw what;
  },
  throwLong: ({ characters }) => {
    throw new Error('x'.repeat(characters as number));
  },
  throwLater: ({ message }) => {
    setImmediate(() => {
      throw new Error(message as string);
    });
    return never;
  },
  state: () => state,
  untilAborted: (_job, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        state.aborted++;
        reject(signal.reason);
      });
    }),
  never: () => never,
  bigint: () => 1n,
  circle: () => {
    const circle: unknown[] = [];
    circle.push(circle);
    return circle;
  },
  long: ({ characters }) => 'x'.repeat(characters as number),
  crash: ({ lastWords = '', signal = 'SIGSEGV' }) => {
    process.stderr.write(`${lastWords as string}\n`);
    process.kill(process.pid, signal as NodeJS.Signals);
    return never;
  },
  exit: ({ code }) => process.exit(code as number),
  spin: () => {
    for (;;);
  },
  block: ({ ms }) =>
    void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms as number),
  freeze: () => process.kill(process.pid, 'SIGSTOP'),
  ignoreSigterm: () => void process.on('SIGTERM', () => undefined),
  environment: () => process.env,
  argv: () => ({ argv: process.argv.slice(2), cwd: process.cwd() }),
  execArgv: () => process.execArgv,
  assigned: () => whoAndWhere(),
  identity: () => ({ agent: serving.agent, incarnation: serving.incarnation, pid: process.pid }),
  start: ({ words, options }) => start(words as string[], options ?? {}),
  send: async ({ payloads }) => {
    await Promise.all((payloads as unknown[]).map((payload) => serving.send(payload)));
    return 'acknowledged';
  },
  print: ({ lines, stream }) => {
    for (const line of lines as string[]) process[stream as 'stdout' | 'stderr'].write(`${line}\n`);
  },
  // Answers when all is out: what a process still holds when it exits is lost, cold or forked.
  flood: async ({ bytes }) => {
    const block = `${'y'.repeat(1_023)}\n`.repeat(64);
    for (let written = 0; written < (bytes as number); written += block.length) {
      await Promise.all([process.stdout, process.stderr].map((stream) => wrote(stream, block)));
    }
  },
};

const build = process.argv.at(process.argv.indexOf('--build') + 1);
const serving = serveAgent({
  ...(isTold('--build') && { build: build! }),
  onTask: (payload, { signal }) => {
    const job = payload as Job;
    return jobs[job.do]!(job, signal);
  },
  onAssign: async (assigned) => {
    if (assigned === 'unwanted') throw new Error('I will not be that');
    const { takesMs = 0 } = (assigned ?? {}) as { takesMs?: number };
    if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
    identity = assigned;
    state.assigned.push(whoAndWhere());
  },
  onReset: () => {
    if (isTold('--bad-reset')) throw new Error('cannot forget');
    identity = undefined;
    state.resets++;
  },
  onMessage: (payload) => {
    if (payload === 'unbearable') throw new Error('the message was unbearable');
    state.heard.push(payload);
  },
  onStop: async () => {
    if (isTold('--no-stop')) {
      // Something must keep the event loop turning, or the process would leave after all.
      setInterval(() => undefined, 1_000);
      return never;
    }
    if (isTold('--slow-stop')) await new Promise((resolve) => setTimeout(resolve, 100));
    process.stderr.write('left in order\n');
    return undefined;
  },
});

// A fork begins above: these two are for an agent that is started cold.
if (isTold('--ignore-sigterm')) process.on('SIGTERM', () => undefined);
if (isTold('--talkative')) {
  for (let n = 0; n < 200; n++) void serving.send(n);
}
