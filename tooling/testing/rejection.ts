/** The error a promise rejects with, which must be of this class. Throws when it does not reject. */
export async function rejection<T extends Error>(
  promise: Promise<unknown>,
  kind: abstract new (...args: never[]) => T,
): Promise<T> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (outcome === undefined) throw new Error('it did not reject');
  if (outcome.error instanceof kind) return outcome.error;
  throw new Error(`it did not reject with ${kind.name}`, { cause: outcome.error });
}
