import { checkSample } from '../sample.ts';

/** The rank of each value from 1; values that tie share the mean of their ranks. */
export function midRanks(values: readonly number[]): number[] {
  checkSample(values, 'values', { infinite: true });
  const ascending = values.toSorted((a, b) => a - b);
  return values.map((value) => (ascending.indexOf(value) + ascending.lastIndexOf(value)) / 2 + 1);
}
