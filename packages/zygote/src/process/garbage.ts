import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * A full collection. A child copies each page it writes to, and its first own collection writes to
 * many; what is garbage now would be copied with the rest.
 */
export function collectGarbage(): void {
  // Not by a flag on the command line: `gc` would then be there for agents to find.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
}

/**
 * Gives children the habits of any Node process, which the zygote is started without. It is not to
 * forget what it compiled in the rehearsal. And each collection arms V8's memory reducer: a timer,
 * half a minute, that every child would inherit and that would go off in each at once, with a full
 * collection that copies the whole heap.
 */
export function restoreHabits(): void {
  setFlagsFromString('--flush-bytecode');
  setFlagsFromString('--memory-reducer');
}
