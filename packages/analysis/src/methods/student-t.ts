import { rootOf } from './root.ts';

/** From here on a tail is so small that it is not to be had as what the middle leaves. */
const FAR = 2;

/**
 * The probability that Student's t with `df` degrees of freedom lies below `t`, as R's `pt`. Whole
 * degrees of freedom make it a finite sum (Abramowitz and Stegun, 26.7.3 and 26.7.4), so that no
 * incomplete beta function is needed. Good to 12 digits up to 1,000 degrees of freedom, however
 * small it is.
 */
export function studentBelow(t: number, df: number): number {
  checkDegrees(df);
  if (Number.isNaN(t)) throw new TypeError('`t` must be a number, got NaN');
  const tail = tailBeyond(Math.abs(t), df);
  return t < 0 ? tail : 1 - tail;
}

/**
 * The value below which Student's t lies with the given probability, as R's `qt`: to 12 digits, or to
 * 1e-12 below 1, up to 1,000 degrees of freedom.
 */
export function studentQuantile(probability: number, df: number): number {
  checkDegrees(df);
  if (!(probability > 0 && probability < 1)) {
    throw new TypeError(`\`probability\` must be above 0 and below 1, got ${probability}`);
  }
  const tail = Math.min(probability, 1 - probability);
  if (tail === 0.5) return 0;
  let far = FAR;
  while (tailBeyond(far, df) > tail) far *= 2;
  const size = rootOf((t) => tailBeyond(t, df) - tail, far === FAR ? 0 : far / 2, far);
  return probability < 0.5 ? -size : size;
}

/**
 * P(T > t) for t of at least 0. At the angle whose tangent is t / sqrt(df) the series of the whole is
 * known; its terms below the power `df` are the middle, all others the tails.
 */
function tailBeyond(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df));
  // The cosine of the angle would lose the digits by which it falls short of a right one.
  const cosine = 1 / Math.hypot(1, t / Math.sqrt(df));
  const sine = Math.sin(angle);
  const isOdd = df % 2 === 1;
  const scale = isOdd ? (2 / Math.PI) * sine : sine;
  let power = isOdd ? 1 : 0;
  let term = isOdd ? cosine : 1;
  let sum = 0;
  const step = (): void => {
    sum += term;
    power += 2;
    term *= cosine * cosine * ((power - 1) / power);
  };
  while (power < df) step();
  if (t < FAR) return (1 - scale * sum - (isOdd ? (2 / Math.PI) * angle : 0)) / 2;
  // As shares of the first, terms that are hardly above 0 still fall.
  const first = term;
  [term, sum] = [1, 0];
  while (term > sum * Number.EPSILON * sine * sine) step();
  return (scale * sum * first) / 2;
}

function checkDegrees(df: number): void {
  if (Number.isSafeInteger(df) && df >= 1) return;
  throw new TypeError(`\`df\` must be a positive integer, got ${df}`);
}
