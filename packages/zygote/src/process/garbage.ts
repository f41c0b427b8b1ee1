import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

interface Collection {
  readonly type: 'major';
  readonly execution: 'sync';
  /** As when memory has run out: V8 collects until nothing more comes of it, and keeps no room. */
  readonly flavor: 'last-resort';
}

/**
 * As full a collection as there is. A child copies each page it writes to, and its first own
 * collection writes to many; what is garbage now would be copied with the rest.
 */
export function collectGarbage(): void {
  // Not by a flag on the command line: `gc` would then be there for agents to find.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: Collection) => void;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
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
