/**
 * Points spread evenly over the unit cube, for integrals over many variables: Richtmyer's sequence,
 * the fractions of multiples of the square roots of primes (Genz and Bretz, "Computation of
 * Multivariate Normal and t Probabilities", 2009). The same points every time; no coordinate
 * is 0 or 1.
 */
export function latticePoints(count: number, dimensions: number): readonly (readonly number[])[] {
  const roots = primes(dimensions).map(Math.sqrt);
  return Array.from({ length: count }, (_, index) =>
    // A root is irrational, but its double could still meet a whole number.
    roots.map((root) => Math.min(Math.max(((index + 0.5) * root) % 1, 1e-12), 1 - 1e-12)),
  );
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
