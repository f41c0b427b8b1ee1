import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import type { Native } from '../native/binding.ts';

type Emit = (this: unknown, name: string | symbol, ...args: unknown[]) => boolean;
type HandleUncaught = (this: void, error: unknown, fromPromise?: boolean) => boolean;

/** How the process ends while it is not yet a child. */
export interface Ending {
  /** What to do once nothing is left to wait for. Called once; in a child the loop just ends. */
  onIdle: (() => void) | undefined;
  /** Hears that a module ended the process, or failed to; undefined in a child. */
  onEarlyEnd: ((what: string) => never) | undefined;
}

/**
 * Takes over each way out of a Node process, so that it leaves by `exitNow`: Node's own teardown
 * waits for threads that a fork does not have. What a program sees is the same: 'beforeExit', 'exit',
 * exit codes, the message of an uncaught error (without the excerpt of the source).
 */
export function takeOverEnding(native: Native): Ending {
  const ending: Ending = { onIdle: undefined, onEarlyEnd: undefined };
  // By Reflect: these are Node's own, and its types do not name them all.
  const emit = Reflect.get(process, 'emit') as unknown as Emit;
  const handleUncaught = Reflect.get(process, '_fatalException') as HandleUncaught;
  let failing = false;

  const leave = (code: unknown): never => {
    ending.onEarlyEnd?.(`ended the process with code ${String(code)}`);
    return native.exitNow(Number(code));
  };

  const emitAndLeave: Emit = function (name, ...args) {
    if (name === 'beforeExit' && ending.onIdle !== undefined) {
      const next = ending.onIdle;
      ending.onIdle = undefined;
      next();
      return true;
    }
    const heard = Reflect.apply(emit, this, [name, ...args]);
    const exiting = name === 'exit' && Reflect.get(process, '_exiting') === true;
    // By now every listener has had its say, also about the code.
    if (exiting && !failing) leave(process.exitCode ?? args[0] ?? 0);
    return heard;
  };

  const handleAndLeave: HandleUncaught = (error, fromPromise) => {
    failing = true;
    try {
      if (handleUncaught(error, fromPromise)) return true;
    } catch (another) {
      say(another);
      return leave(7); // As Node: a listener for uncaught exceptions that throws itself.
    } finally {
      failing = false;
    }
    ending.onEarlyEnd?.(`threw ${inspect(error)}`);
    say(error);
    return leave(process.exitCode ?? 1);
  };

  // Whoever lists the properties of process shall not find another.
  const hidden = { writable: true, configurable: true, enumerable: false };
  Object.defineProperties(process, {
    emit: { ...hidden, value: emitAndLeave },
    reallyExit: { ...hidden, value: (code: unknown = 0) => leave(code) },
    _fatalException: { ...hidden, value: handleAndLeave },
  });
  return ending;
}

function say(error: unknown): void {
  const hint = '(Use `node --trace-uncaught ...` to show where the exception was thrown)';
  const thrown = typeof error === 'string' ? error : inspect(error);
  const text = error instanceof Error ? thrown : `${thrown}\n${hint}`;
  try {
    writeSync(2, `${text}\n\nNode.js ${process.version}\n`);
  } catch {
    // Nobody reads standard error: there is no one else to tell.
  }
}
