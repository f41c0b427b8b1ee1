import { createRandom } from '../../experiment/src/plan/random.ts';

const random = createRandom(1);

/** A value within 20 % of `centre`. */
export function around(centre: number): number {
  return centre * (0.8 + 0.4 * random.next());
}

/** As many of them as there are runs. */
export function durations(n: number, centre: number): number[] {
  return Array.from({ length: n }, () => around(centre));
}
