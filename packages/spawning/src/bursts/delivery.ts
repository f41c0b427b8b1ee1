/** Gives each value once, to whoever asks first, in the order in which they came. */
export interface Delivery<T> extends AsyncIterable<T> {
  give(value: T): void;
  /** There will be no more. */
  end(): void;
  /** Whoever asks, from now on, hears of this instead. */
  fail(error: unknown): void;
}

/**
 * `onEnough` is told, with what was not given yet, when somebody leaves the loop early, and again of
 * what comes later.
 */
export function createDelivery<T>(onEnough: (left: readonly T[]) => void): Delivery<T> {
  const values: T[] = [];
  const asking: PromiseWithResolvers<IteratorResult<T>>[] = [];
  let isEnough = false;
  let over: { readonly error: unknown } | 'ended' | undefined;

  function serve(): void {
    while (asking.length > 0 && (values.length > 0 || over !== undefined)) {
      const { resolve, reject } = asking.shift()!;
      if (values.length > 0) resolve({ value: values.shift()!, done: false });
      else if (over === 'ended') resolve({ value: undefined, done: true });
      else reject(over!.error);
    }
  }

  const finish = (how: NonNullable<typeof over>): void => {
    over ??= how;
    serve();
  };

  return {
    give: (value) => {
      if (isEnough) return onEnough([value]);
      values.push(value);
      serve();
    },
    end: () => finish('ended'),
    fail: (error) => finish({ error }),
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const asked = Promise.withResolvers<IteratorResult<T>>();
        asking.push(asked);
        serve();
        return asked.promise;
      },
      return: async () => {
        isEnough = true;
        const left = values.splice(0);
        if (over === undefined || left.length > 0) onEnough(left);
        return { value: undefined, done: true };
      },
    }),
  };
}
