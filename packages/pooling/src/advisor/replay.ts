import { checkSize } from './check.ts';
import { checkUses, type Use } from './use.ts';

/**
 * How long each use would have waited in a pool of another size: the recursion of Kiefer and
 * Wolfowitz (1955) for many servers and one line. Nothing is approximated: bursts, trends and long
 * holds count as they came. What it takes for granted is a pool that is full and idle at the first
 * use, and that nobody asks later, or holds longer, because of a wait. A use that waits 0 ms is a
 * hit; none waits longer in a larger pool.
 */
export function replay(uses: readonly Use[], size: number): Float64Array {
  checkSize('size', size);
  checkUses(uses);
  // More agents than there are uses make no difference.
  const idleAtMs = new Float64Array(Math.min(size, uses.length)).fill(-Infinity);
  return Float64Array.from(uses, ({ atMs, busyMs }) => {
    const leasedAtMs = Math.max(atMs, idleAtMs[0] ?? atMs);
    replaceFirst(idleAtMs, leasedAtMs + busyMs);
    return leasedAtMs - atMs;
  });
}

/** Puts a value in the place of a binary heap's least, and the least of what it holds then first. */
function replaceFirst(heap: Float64Array, value: number): void {
  const at = (index: number): number => heap[index] ?? Infinity;
  let hole = 0;
  for (;;) {
    const left = 2 * hole + 1;
    const lesser = at(left + 1) < at(left) ? left + 1 : left;
    if (at(lesser) >= value) break;
    heap[hole] = at(lesser);
    hole = lesser;
  }
  heap[hole] = value;
}
