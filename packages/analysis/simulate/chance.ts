import { createRandom, type Random } from '../../experiment/src/plan/random.ts';

export type { Random };
export { createRandom };

/** A standard normal deviate (Box and Muller, 1958). */
export function gaussian(random: Random): number {
  // 1 - u lies in (0, 1]: its logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** `n` independent normal deviates of mean 0. */
export function gaussians(random: Random, n: number, sd: number): number[] {
  return Array.from({ length: n }, () => sd * gaussian(random));
}

/** `n` values of a stationary AR(1) process of mean 0: neighbours correlate with `phi`, 0..1. */
export function autoregressive(random: Random, n: number, sd: number, phi: number): number[] {
  const innovation = Math.sqrt(1 - phi * phi);
  let last = gaussian(random);
  return Array.from({ length: n }, (_, at) => {
    if (at > 0) last = phi * last + innovation * gaussian(random);
    return sd * last;
  });
}

/** How many of `attempts` independent ones succeed, each with `probability`. */
export function successes(random: Random, attempts: number, probability: number): number {
  let count = 0;
  for (let at = 0; at < attempts; at += 1) count += random.next() < probability ? 1 : 0;
  return count;
}
