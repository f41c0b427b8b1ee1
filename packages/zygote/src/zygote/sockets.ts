import { Socket } from 'node:net';
import { systemError } from '../errors.ts';
import type { Native } from '../native/binding.ts';

/** A pair of connected sockets: an end for this process, an end to hand to a child. */
export interface Wire {
  readonly here: number;
  readonly there: number;
}

/** Opens `count` wires, all or none. Throws the system's error, EMFILE most likely. */
export function openWires(native: Native, count: number): readonly Wire[] {
  const wires: Wire[] = [];
  while (wires.length < count) {
    const pair = native.socketPair(0);
    if (typeof pair === 'number') {
      for (const { here, there } of wires) closeAll(native, [here, there]);
      throw systemError(pair, 'socketpair');
    }
    wires.push({ here: pair[0], there: pair[1] });
  }
  return wires;
}

/** Closes descriptors that nothing has been made of yet. */
export function closeAll(native: Native, fds: readonly number[]): void {
  for (const fd of fds) native.close(fd);
}

/** Makes a stream of a descriptor, which it then owns. */
export function streamOf(fd: number, direction: 'read' | 'write' | 'both'): Socket {
  return new Socket({
    fd,
    readable: direction !== 'write',
    writable: direction !== 'read',
    allowHalfOpen: direction === 'both',
  });
}
