/** What a sample may hold: `infinite` admits both infinities, which have an order but no mean. */
export interface SampleRules {
  readonly infinite?: boolean;
}

/**
 * The values as an ascending copy, once they are known to be a sample: at least one, none NaN,
 * none infinite unless `rules.infinite`. Anything else is misuse: a `TypeError` that names
 * `name`, the index and the value.
 */
export function sortedSample(
  values: readonly number[],
  name = 'values',
  rules: SampleRules = {},
): Float64Array {
  checkSample(values, name, rules);
  // Numbers sort without a comparator here, and several times as fast.
  return new Float64Array(values).toSorted();
}

/** Throws the `TypeError` of `sortedSample` unless the values are a sample. */
export function checkSample(
  values: readonly number[],
  name = 'values',
  rules: SampleRules = {},
): void {
  if (values.length === 0)
    throw new TypeError(`\`${name}\` must hold at least one number, got none`);
  const expected = rules.infinite === true ? 'a number' : 'a finite number';
  // A hole in the array must not pass, as it would with forEach.
  for (let index = 0; index < values.length; index += 1) {
    const value: unknown = values[index];
    const fits =
      typeof value === 'number' &&
      !Number.isNaN(value) &&
      (rules.infinite || Number.isFinite(value));
    if (!fits)
      throw new TypeError(`\`${name}[${index}]\` must be ${expected}, got ${String(value)}`);
  }
}

/**
 * The order statistic of a 1-based rank in ascending values. Ranks below 1 are -Infinity and ranks
 * above n are Infinity: the ends of an interval that the sample is too small to bound.
 */
export function atRank(ascending: ArrayLike<number>, rank: number): number {
  if (rank < 1) return -Infinity;
  return ascending[rank - 1] ?? Infinity;
}

/** The midpoint of the two middle order statistics of ascending values. */
export function middle(ascending: ArrayLike<number>): number {
  const n = ascending.length;
  const low = atRank(ascending, Math.ceil(n / 2));
  const high = atRank(ascending, Math.floor(n / 2) + 1);
  // Halving first would lose subnormals, adding first overflows: equal ends need neither.
  return low === high ? low : low / 2 + high / 2;
}
