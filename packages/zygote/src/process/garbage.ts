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
