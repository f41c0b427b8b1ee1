/** What has become of a promise so far. */
export interface Fate<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly settled: boolean;
}

/** Watches a promise, so that a test can ask at any moment whether it has settled. */
export function fateOf<T>(promise: Promise<T>): Fate<T> {
  const fate: { value: T | undefined; error: unknown; settled: boolean } = {
    value: undefined,
    error: undefined,
    settled: false,
  };
  promise.then(
    (value) => Object.assign(fate, { value, settled: true }),
    (error: unknown) => Object.assign(fate, { error, settled: true }),
  );
  return fate;
}
