import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * Gives whoever prints while modules are preloaded plain streams onto descriptors 1 and 2, and
 * returns how to put Node's own back, which are made at their first use. Made in the zygote they
 * would be bound to its output for good; these write to whatever the descriptor is by then, in a
 * child the child's.
 */
export function lendStreams(): () => void {
  const names = ['stdout', 'stderr'] as const;
  const own = names.map((name) => Object.getOwnPropertyDescriptor(process, name)!);
  for (const [index, name] of names.entries()) {
    let stream: Writable | undefined;
    Object.defineProperty(process, name, {
      get: () => (stream ??= createStream(index + 1)),
      configurable: true,
      enumerable: true,
    });
  }
  return () => {
    for (const [index, name] of names.entries()) {
      Object.defineProperty(process, name, own[index]!);
    }
  };
}

function createStream(fd: number): Writable {
  const stream = new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => {
      try {
        writeSync(fd, chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return Object.assign(stream, { fd, isTTY: false });
}
