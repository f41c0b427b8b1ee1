/** The least number from 1 that something holds for; it holds for all above it, and for `most`. */
export function leastUpTo(most: number, holds: (number: number) => boolean): number {
  let [from, to] = [1, most];
  while (from < to) {
    const between = Math.floor((from + to) / 2);
    if (holds(between)) to = between;
    else from = between + 1;
  }
  return to;
}
