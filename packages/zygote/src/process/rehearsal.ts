import { Socket } from 'node:net';
import type { Native } from '../native/binding.ts';
import type { Start } from './preload.ts';

/** What an agent is asked in a rehearsal: each kind of frame that agents commonly get, then to leave. */
const FRAMES = [
  { type: 'task', id: 1, payload: null },
  { type: 'ping', id: 2 },
  { type: 'assign', id: 3, env: { MUSTER_AGENT: 'rehearsal' } },
  { type: 'reset', id: 4 },
  { type: 'message', seq: 1, payload: null },
  { type: 'stop' },
];

/** Makes this process what it is already, and begins an agent with this identity. */
type Become = (starts: readonly Start[], identity: Readonly<Record<string, string>>) => void;

/**
 * Has agents served once to a coordinator that this process plays itself, one after another. A
 * function is compiled when it is first called; what is compiled here is not compiled in each child.
 * Nothing of it stays: when the process's loop is empty again, all sockets are closed.
 */
export function rehearse(rehearsals: readonly Start[], native: Native, become: Become): void {
  // In any case something for the loop, which is empty again when that is done.
  setImmediate(() => undefined);
  const [first, ...rest] = rehearsals;
  if (first === undefined) {
    become([], {});
    return;
  }
  const pair = native.socketPair(0);
  if (typeof pair === 'number') throw new Error('a rehearsal needs two descriptors');
  const [here, there] = pair;
  const exit = Reflect.get<NodeJS.Process, 'exit'>(process, 'exit');
  const coordinator = new Socket({ fd: here });
  // An agent that has been told to stop ends its process; this one goes on.
  process.exit = ((): void => {
    process.exit = exit;
    coordinator.destroy();
  }) as typeof process.exit;
  coordinator.once('close', () => {
    if (rest.length > 0) rehearse(rest, native, become);
  });
  coordinator.once('data', () => {
    coordinator.end(FRAMES.map((frame) => `${JSON.stringify(frame)}\n`).join(''));
  });
  coordinator.resume();
  // The names as a launcher gives them, in its order: V8 knows objects by it.
  become([first], {
    MUSTER_AGENT: 'rehearsal',
    MUSTER_INCARNATION: '1',
    MUSTER_TOKEN: 'rehearsal',
    MUSTER_MAX_FRAME_BYTES: '1048576',
    MUSTER_CHANNEL: String(there),
  });
}
