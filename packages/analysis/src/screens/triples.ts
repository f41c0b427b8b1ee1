import { checkSample } from '../sample.ts';

/** With fewer values there are too few triples for their variance. */
const FEWEST_VALUES = 5;
/** There are n^3 / 6 triples: of more values than this, as many are taken, evenly over their order. */
const MOST_VALUES = 60;

/**
 * The triples test of symmetry: Randles, Fligner, Policello and Wolfe, Journal of the American
 * Statistical Association 75 (1980). Of three values the middle one lies nearer to the lower one in a
 * sample that is skewed to the right, and as often nearer to either in a symmetric one. Returns the
 * standardized share of such triples, about standard normal for symmetric samples, above 0 for a long
 * tail to the right; it needs no centre and does not look at how long the tail is. 0 for fewer than 5
 * values, and where every value is the same.
 */
export function triplesStatistic(values: readonly number[]): number {
  checkSample(values, 'values');
  const taken = thinned(values);
  const n = taken.length;
  if (n < FEWEST_VALUES) return 0;
  const { share, ofOne, ofTwo } = countTriples(taken);
  const variance = (of: readonly number[]): number =>
    of.reduce((sum, each) => sum + (each - share) ** 2, 0) / of.length;
  const terms = [variance(ofOne), variance(ofTwo), 1 / 9 - share ** 2];
  const sum = terms.reduce(
    (total, zeta, at) => total + choose(3, at + 1) * choose(n - 3, 2 - at) * zeta,
    0,
  );
  const deviation = Math.sqrt(Math.max(0, sum) / choose(n, 3));
  if (share === 0) return 0;
  // Where every triple leans one way there is no variance to tell by, and no doubt either.
  return deviation === 0 ? Math.sign(share) * Infinity : share / deviation;
}

function thinned(values: readonly number[]): readonly number[] {
  if (values.length <= MOST_VALUES) return values;
  const step = values.length / MOST_VALUES;
  return Array.from({ length: MOST_VALUES }, (_, at) => values[Math.floor(at * step)] ?? 0);
}

interface Triples {
  /** Of all triples, a third for each that leans right, less those that lean left. */
  readonly share: number;
  /** The same over the triples with one value, for each value; with two, for each pair. */
  readonly ofOne: readonly number[];
  readonly ofTwo: readonly number[];
}

function countTriples(values: readonly number[]): Triples {
  const n = values.length;
  const ones = new Float64Array(n);
  const twos = new Float64Array(n * n);
  let all = 0;
  for (let i = 0; i < n - 2; i += 1) {
    for (let j = i + 1; j < n - 1; j += 1) {
      for (let k = j + 1; k < n; k += 1) {
        const leaning = lean(values[i] ?? 0, values[j] ?? 0, values[k] ?? 0);
        all += leaning;
        for (const one of [i, j, k]) ones[one] = (ones[one] ?? 0) + leaning;
        for (const two of [i * n + j, i * n + k, j * n + k]) {
          twos[two] = (twos[two] ?? 0) + leaning;
        }
      }
    }
  }
  const ofTwo: number[] = [];
  for (let i = 0; i < n - 1; i += 1) {
    for (let j = i + 1; j < n; j += 1) ofTwo.push((twos[i * n + j] ?? 0) / 3 / (n - 2));
  }
  return {
    share: all / 3 / choose(n, 3),
    ofOne: [...ones].map((one) => one / 3 / choose(n - 1, 2)),
    ofTwo,
  };
}

/** In thirds: 1 when the middle value lies nearer to the lower one, -1 nearer to the upper, 0 for neither. */
function lean(a: number, b: number, c: number): number {
  return Math.sign(a + b - 2 * c) + Math.sign(a + c - 2 * b) + Math.sign(b + c - 2 * a);
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let at = 0; at < k; at += 1) ways = (ways * (n - at)) / (at + 1);
  return Math.max(0, ways);
}
