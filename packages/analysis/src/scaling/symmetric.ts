/** Three numbers that belong together. */
export type Triple = readonly [number, number, number];

/** A symmetric 3 by 3 matrix: its upper triangle, row by row. */
export type Symmetric = readonly [number, number, number, number, number, number];

/** The sum of weight times the outer product of each vector with itself. */
export function outerSum(rows: readonly { weight: number; vector: Triple }[]): Symmetric {
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (const { weight, vector } of rows) {
    const [x, y, z] = vector;
    xx += weight * x * x;
    xy += weight * x * y;
    xz += weight * x * z;
    yy += weight * y * y;
    yz += weight * y * z;
    zz += weight * z * z;
  }
  return [xx, xy, xz, yy, yz, zz];
}

/** Which of the three unknowns are solved for; the others stay 0. */
export type Free = readonly [boolean, boolean, boolean];

/**
 * The solution of M x = r over the free unknowns, by the factors L D L' of a positive definite
 * matrix. Without one the numbers are not finite, or of no use: whoever steps by them has to check.
 */
export function solve(matrix: Symmetric, right: Triple, free: Free): Triple {
  const [xx, xy, xz, yy, yz, zz] = onlyFree(matrix, free);
  const [rx, ry, rz] = [free[0] ? right[0] : 0, free[1] ? right[1] : 0, free[2] ? right[2] : 0];
  const lowYx = xy / xx;
  const lowZx = xz / xx;
  const middle = yy - lowYx * xy;
  const lowZy = (yz - lowZx * xy) / middle;
  const last = zz - lowZx * xz - lowZy * lowZy * middle;
  const forwardY = ry - lowYx * rx;
  const z = (rz - lowZx * rx - lowZy * forwardY) / last;
  const y = forwardY / middle - lowZy * z;
  return [rx / xx - lowYx * y - lowZx * z, y, z];
}

/** A fixed unknown has the equation x = 0. */
function onlyFree([xx, xy, xz, yy, yz, zz]: Symmetric, [x, y, z]: Free): Symmetric {
  return [x ? xx : 1, x && y ? xy : 0, x && z ? xz : 0, y ? yy : 1, y && z ? yz : 0, z ? zz : 1];
}

/** The diagonal of the inverse over the free unknowns: variances, when the matrix is information. */
export function inverseDiagonal(matrix: Symmetric, free: Free): Triple {
  return [
    solve(matrix, [1, 0, 0], free)[0],
    solve(matrix, [0, 1, 0], free)[1],
    solve(matrix, [0, 0, 1], free)[2],
  ];
}
