import { rootOf } from './root.ts';

/**
 * The probability that Student's t with `df` degrees of freedom lies below `t`, as R's `pt`. Whole
 * degrees of freedom make it a finite sum (Abramowitz and Stegun, 26.7.3 and 26.7.4), so that no
 * incomplete beta function is needed. Good to 1e-14.
 */
export function studentBelow(t: number, df: number): number {
  checkDegrees(df);
  if (Number.isNaN(t)) throw new TypeError('`t` must be a number, got NaN');
  return 0.5 + within(Math.atan(t / Math.sqrt(df)), df) / 2;
}

/** The value below which Student's t lies with the given probability, as R's `qt`: to 12 digits. */
export function studentQuantile(probability: number, df: number): number {
  checkDegrees(df);
  if (!(probability > 0 && probability < 1)) {
    throw new TypeError(`\`probability\` must be above 0 and below 1, got ${probability}`);
  }
  const wanted = 2 * probability - 1;
  // Over the angle the whole line is one finite range.
  const angle = rootOf((at) => within(at, df) - wanted, -Math.PI / 2, Math.PI / 2);
  return Math.sqrt(df) * Math.tan(angle);
}

/** P(-t < T < t), with the sign of t, at the angle whose tangent is t / sqrt(df). */
function within(angle: number, df: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = df % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = df === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= df - 2; power += 2) {
    term *= cosine * cosine * ((power - 1) / power);
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

function checkDegrees(df: number): void {
  if (Number.isSafeInteger(df) && df >= 1) return;
  throw new TypeError(`\`df\` must be a positive integer, got ${df}`);
}
