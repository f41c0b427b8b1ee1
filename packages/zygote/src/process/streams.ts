import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * Gives whoever prints while modules are preloaded plain streams onto descriptors 1 and 2, and
 * returns how to put Node's own back, which are made at their first use. Made in the zygote they
 * would be bound to its output for good. Whoever holds on to a lent one, as the console does, writes
 * to Node's own through it from then on.
 */
export function lendStreams(): () => void {
  const names = ['stdout', 'stderr'] as const;
  const own = names.map((name) => Object.getOwnPropertyDescriptor(process, name)!);
  let returned = false;
  for (const [index, name] of names.entries()) {
    const write = (chunk: Buffer, done: (error?: Error | null) => void): void => {
      if (returned) process[name].write(chunk, done);
      else writeNow(index + 1, chunk, done);
    };
    let stream: Writable | undefined;
    Object.defineProperty(process, name, {
      get: () => (stream ??= createStream(index + 1, write)),
      configurable: true,
      enumerable: true,
    });
  }
  return () => {
    returned = true;
    for (const [index, name] of names.entries()) {
      Object.defineProperty(process, name, own[index]!);
    }
  };
}

type Write = (chunk: Buffer, done: (error?: Error | null) => void) => void;

function createStream(fd: number, write: Write): Writable {
  const stream = new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => write(chunk, done),
  });
  return Object.assign(stream, { fd, isTTY: false });
}

function writeNow(fd: number, chunk: Buffer, done: (error?: Error | null) => void): void {
  try {
    writeSync(fd, chunk);
    done();
  } catch (error) {
    done(error as Error);
  }
}
