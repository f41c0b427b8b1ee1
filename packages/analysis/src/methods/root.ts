const PRECISION = 1e-13;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where `f` changes its sign between two ends at which its signs differ, to 13 digits, or to
 * 1e-13 below 1: Chandrupatla's method (Advances in Engineering Software 28, 1997), which steps by inverse
 * quadratic interpolation where that is safe and halves the range elsewhere.
 */
export function rootOf(f: (x: number) => number, one: number, other: number): number {
  // The root lies between the newest point and the one across from it; `old` was given up last.
  let newest: Point = { x: other, y: f(other) };
  let across: Point = { x: one, y: f(one) };
  if (newest.y * across.y > 0) {
    throw new RangeError(`no change of sign between ${one} and ${other}`);
  }
  let share = 0.5;
  for (;;) {
    const x = newest.x + share * (across.x - newest.x);
    const point = { x, y: f(x) };
    const isSameSide = Math.sign(point.y) === Math.sign(newest.y);
    const old = isSameSide ? newest : across;
    if (!isSameSide) across = newest;
    newest = point;
    const best = Math.abs(newest.y) < Math.abs(across.y) ? newest : across;
    const range = Math.abs(across.x - newest.x);
    const least = (PRECISION * Math.max(1, Math.abs(best.x))) / range;
    if (best.y === 0 || !(least < 0.5)) return best.x;
    share = Math.min(Math.max(interpolated(newest, across, old), least), 1 - least);
  }
}

/** How far across the parabola through three points puts the root; half way where that is not safe. */
function interpolated(a: Point, b: Point, c: Point): number {
  const xi = (a.x - b.x) / (c.x - b.x);
  const phi = (a.y - b.y) / (c.y - b.y);
  // Not so where a value is infinite.
  const isSafe = phi * phi < xi && (1 - phi) ** 2 < 1 - xi;
  if (!isSafe) return 0.5;
  const near = (a.y / (b.y - a.y)) * (c.y / (b.y - c.y));
  const far = ((c.x - a.x) / (b.x - a.x)) * (a.y / (c.y - a.y)) * (b.y / (c.y - b.y));
  return near + far;
}
