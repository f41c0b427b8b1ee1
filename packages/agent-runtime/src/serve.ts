/** The agent's side. It imports as little as it can: every module here is paid at each cold start. */
import { type Beginning, createBeginning, currentDeferral, type Environment } from './deferral.ts';
import {
  type AgentFrame,
  type Assignment,
  encodeFrame,
  parseCoordinatorFrame,
  PROTOCOL_VERSION,
} from './protocol/frames.ts';
import { createLineReader } from './protocol/lines.ts';
import { createAssignments } from './serve/assignments.ts';
import { identityFrom, openConnection } from './serve/connection.ts';
import { createVitals } from './serve/vitals.ts';

export interface TaskContext {
  /** Aborts when the coordinator cancels this task or asks the agent to stop. */
  readonly signal: AbortSignal;
}

export interface ServeOptions {
  /** Which build of itself this agent is: a coordinator whose spec names another refuses it. */
  readonly build?: string;
  /**
   * Does a task. What it returns must be sayable in JSON within the spec's `maxFrameBytes`; what it
   * throws becomes `TaskError`.
   */
  readonly onTask: (payload: unknown, context: TaskContext) => unknown;
  /** Runs between hello and ready: load what tasks will need. One that throws ends the process. */
  readonly onStart?: () => unknown;
  /**
   * Runs when the agent is told who it is to be for its next user, with variables and working
   * directory already set. One that throws refuses: they are taken back.
   */
  readonly onAssign?: (identity: unknown) => unknown;
  /**
   * Runs between two users of the agent: forget what the last one left. Variables and working
   * directory of an assignment are taken back after it, also when it throws.
   */
  readonly onReset?: () => unknown;
  /**
   * Hears the coordinator's messages; they are acknowledged when it has returned. There is no answer
   * for one that throws: it ends the process.
   */
  readonly onMessage?: (payload: unknown) => unknown;
  /** Runs before the agent leaves at the coordinator's wish. */
  readonly onStop?: () => unknown;
}

export interface Serving {
  readonly agent: string;
  readonly incarnation: number;
  /** Sends a message to the coordinator; resolves when it has acknowledged it. */
  send(payload: unknown): Promise<void>;
}

/**
 * Makes this process an agent: says hello to the coordinator that started it, serves its tasks, and
 * leaves when the coordinator says so or is gone. Call it once, at the top of the agent's module.
 * Throws when the process was not started by a coordinator.
 *
 * While a {@link currentDeferral} holds, the call only registers with it: then the module is being
 * loaded by a process that will fork, and each fork is an agent. Until one is, `agent` and
 * `incarnation` throw and `send` rejects.
 */
export function serveAgent(options: ServeOptions): Serving {
  const deferral = currentDeferral();
  if (deferral === undefined) return serve(options, process.env);
  const { start, current } = beginning(options);
  deferral.register(start);
  return {
    get agent() {
      return current().agent;
    },
    get incarnation() {
      return current().incarnation;
    },
    send: async (payload) => current().send(payload),
  };
}

function beginning(options: ServeOptions): Beginning<Serving> {
  return createBeginning((environment) => serve(options, environment));
}

function serve(options: ServeOptions, environment: Environment): Serving {
  const identity = identityFrom(environment);
  const { agent, incarnation, token, maxFrameBytes } = identity;
  let leaving = false;

  const read = createLineReader({ maxBytes: maxFrameBytes }, receive);
  const output = openConnection(identity, read, () => {
    // The coordinator is the only one this process works for: with its channel gone, it leaves. One
    // that was asked to leave sees its input end as well, and must come to its own end.
    if (!leaving) process.exit(0);
  });
  const hello = encodeFrame(
    {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      agent,
      incarnation,
      token,
      origin: ORIGIN,
      does: DOES,
      ...(options.build !== undefined && { build: options.build }),
    },
    maxFrameBytes,
  );
  // Before anything else is made, and in one write: from here on the coordinator need not wait.
  if (options.onStart === undefined) output.write(hello + READY);
  // Only when hello is out: an onStart that blocks would hold it back, and its time would count as
  // the runtime's boot.
  else output.write(hello, () => void start());

  const running = new Map<number, Task>();
  const unacknowledged = new Map<number, () => void>();
  const assignments = createAssignments();
  const vitals = createVitals();
  let lastSeq = 0;

  function say(frame: AgentFrame): void {
    output.write(encodeFrame(frame, maxFrameBytes));
  }

  async function start(): Promise<void> {
    await options.onStart?.();
    output.write(READY);
  }

  function receive(line: string): void {
    const frame = parseCoordinatorFrame(line);
    if (frame?.type !== 'ping') vitals.stir();
    switch (frame?.type) {
      case 'task':
        void answerTask(frame.id, frame.payload);
        break;
      case 'cancel':
        running.get(frame.id)?.abort(new Error('cancelled by the coordinator'));
        break;
      case 'assign':
        void answer(frame.id, () => assign(frame));
        break;
      case 'reset':
        void answer(frame.id, reset);
        break;
      case 'ping':
        say({ type: 'pong', id: frame.id, ...vitals.read() });
        break;
      case 'message':
        void Promise.resolve(options.onMessage?.(frame.payload)).then(() =>
          say({ type: 'ack', seq: frame.seq }),
        );
        break;
      case 'ack':
        unacknowledged.get(frame.seq)?.();
        unacknowledged.delete(frame.seq);
        break;
      case 'stop':
        void leave();
    }
  }

  async function answerTask(id: number, payload: unknown): Promise<void> {
    const task = new Task();
    running.set(id, task);
    await answer(id, () => options.onTask(payload, task));
    running.delete(id);
  }

  async function assign(assignment: Assignment): Promise<void> {
    try {
      assignments.apply(assignment);
      await options.onAssign?.(assignment.identity);
    } catch (error) {
      assignments.takeBack();
      throw error;
    }
  }

  async function reset(): Promise<void> {
    try {
      await options.onReset?.();
    } finally {
      assignments.takeBack();
    }
  }

  async function answer(id: number, work: () => unknown): Promise<void> {
    try {
      const value = await work();
      // Not only work can fail: a value that cannot be said must still be answered.
      say({ type: 'result', id, value });
    } catch (error) {
      say({ type: 'error', id, ...describe(error, maxFrameBytes >> 4) });
    }
  }

  async function leave(): Promise<void> {
    leaving = true;
    vitals.stop();
    for (const task of running.values()) task.abort(new Error('the agent is stopped'));
    await options.onStop?.();
    output.end(() => process.exit(0));
  }

  return {
    agent,
    incarnation,
    send: (payload) =>
      new Promise((resolve) => {
        const seq = ++lastSeq;
        say({ type: 'message', seq, payload });
        unacknowledged.set(seq, resolve);
      }),
  };
}

/** Whatever was thrown, as an error frame can say it; texts are cut so that the frame fits. */
function describe(
  thrown: unknown,
  maxCharacters: number,
): { readonly name: string; readonly message: string } {
  const { name, message } = thrown instanceof Error ? thrown : { name: 'Error', message: thrown };
  const text = (value: unknown): string => {
    try {
      return String(value).slice(0, maxCharacters);
    } catch {
      return 'a value without a text';
    }
  };
  return { name: text(name), message: text(message) };
}

/** Its signal is made when first asked for: most work asks for none, and one costs as much as a small task. */
class Task implements TaskContext {
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  abort(reason: Error): void {
    (this.#controller ??= new AbortController()).abort(reason);
  }
}

const READY = '{"type":"ready"}\n';
const ORIGIN = import.meta.url.endsWith('.ts') ? 'src' : 'dist';
const DOES = ['assign'];

currentDeferral()?.rehearse(beginning({ onTask: (payload) => payload }).start);
