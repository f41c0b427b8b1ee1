import { getRandomValues } from 'node:crypto';
import { systemError, ZygoteGoneError } from '../errors.ts';
import type { Native } from '../native/binding.ts';
import type { ChildWords } from '../process/plan.ts';
import type { Ends, ForkedProcess } from './forked-process.ts';
import { encodeRequest } from './request.ts';
import type { Silence } from './silence.ts';
import { closeAll, openWires } from './sockets.ts';
import type { ForkOptions } from './zygote.ts';

/** A request that the zygote has got and not answered. Exactly one of the two is called. */
export interface Pending {
  readonly ends: Ends;
  readonly succeed: (process: ForkedProcess) => void;
  readonly fail: (error: unknown) => void;
}

/** Requests for forks, in the order they came. */
export interface Queue {
  readonly size: number;
  add(options: ForkOptions): Promise<ForkedProcess>;
  /** Hands an answered request to `how`, and sends what has waited for its place. */
  answer(id: number, how: (pending: Pending) => void): void;
  /** Lets nothing more in, and says so to the zygote once all that is in has been sent. */
  close(reason: Error): void;
  /** Gives up on everything that has no answer. */
  fail(reason: Error): void;
}

interface Waiting {
  readonly options: ForkOptions;
  readonly succeed: (process: ForkedProcess) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * How many requests may be on their way. What is sent must fit the socket's buffer and the kernel's
 * limit of descriptors in flight, and it is what has to be started otherwise should the zygote die.
 */
const IN_FLIGHT = 32;
/** The socket's buffer is full; too many descriptors are on their way. */
const FULL: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'ETOOMANYREFS']);
/** The zygote has ended, and the news of it is on its way. */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ECONNRESET']);
const seeds = new Uint32Array(4);

/** Each request that is sent is owed to `silence` until it is answered. */
export function createQueue(native: Native, socket: number, silence: Silence): Queue {
  const waiting: Waiting[] = [];
  const sent = new Map<number, Pending>();
  let nextId = 1;
  let closed: Error | undefined;
  let open = true;

  function sendMore(): void {
    while (sent.size < IN_FLIGHT) {
      const next = waiting.shift();
      if (next === undefined) break;
      if (!send(next)) {
        waiting.unshift(next);
        break;
      }
    }
    if (closed !== undefined && waiting.length === 0) hangUp();
  }

  function hangUp(): void {
    if (!open) return;
    open = false;
    closeAll(native, [socket]);
  }

  /** False when it must wait for an answer to another, which makes room. */
  function send({ options, succeed, fail }: Waiting): boolean {
    const id = nextId++;
    try {
      const ends = sendRequest(native, socket, id, options);
      sent.set(id, {
        ends,
        succeed,
        fail: (error) => {
          closeAll(
            native,
            Object.values(ends).filter((fd) => fd !== undefined),
          );
          fail(error);
        },
      });
      silence.owe(id);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (FULL.has(code) && sent.size > 0) return false;
      fail(GONE.has(code) ? new ZygoteGoneError('it has just ended') : error);
    }
    return true;
  }

  return {
    get size() {
      return sent.size + waiting.length;
    },
    add: (options) =>
      new Promise((succeed, fail) => {
        if (closed !== undefined) {
          fail(closed);
          return;
        }
        waiting.push({ options, succeed, fail });
        sendMore();
      }),
    answer: (id, how) => {
      const pending = sent.get(id);
      if (pending === undefined) return;
      sent.delete(id);
      silence.hear(id);
      sendMore();
      how(pending);
    },
    close: (reason) => {
      closed ??= reason;
      sendMore();
    },
    fail: (reason) => {
      closed ??= reason;
      hangUp();
      for (const { fail } of [...sent.values(), ...waiting.splice(0)]) fail(reason);
      sent.clear();
    },
  };
}

function sendRequest(native: Native, socket: number, id: number, options: ForkOptions): Ends {
  const { stdin = 'ignore', channel = false } = options;
  const targets = [1, 2, ...(stdin === 'pipe' ? [0] : []), ...(channel ? [3] : [])];
  const bytes = encodeRequest(id, targets, wordsOf(options));
  const wires = openWires(native, targets.length);
  const theirs = wires.map(({ there }) => there);
  const failure = native.sendRequest(socket, bytes, Int32Array.from(theirs));
  closeAll(native, theirs);
  if (failure < 0) {
    closeAll(
      native,
      wires.map(({ here }) => here),
    );
    throw systemError(failure, 'sendmsg');
  }
  const endOf = (target: number): number | undefined => wires[targets.indexOf(target)]?.here;
  return { stdin: endOf(0), stdout: endOf(1)!, stderr: endOf(2)!, channel: endOf(3) };
}

function wordsOf({ module, args = [], env, cwd = process.cwd() }: ForkOptions): ChildWords {
  const [a = 1, b = 2, c = 3, d = 4] = getRandomValues(seeds);
  return { module, args, env, cwd, seed: [a, b, c, d] };
}
