/** Who waits for an agent, first come first served. Leaving early costs no more than being served. */
export interface WaitQueue<T> {
  readonly length: number;
  /** Waits for a turn. `leave` rejects with `error` and gives the place up; late, it does nothing. */
  join(): { readonly turn: Promise<T>; readonly leave: (error: unknown) => void };
  /** Serves the one who has waited longest. False when nobody waits. */
  serve(value: T): boolean;
  rejectAll(error: unknown): void;
}

interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

export function createWaitQueue<T>(): WaitQueue<T> {
  // A Set keeps the order of arrival and forgets any member in constant time.
  const waiters = new Set<Waiter<T>>();
  return {
    get length() {
      return waiters.size;
    },
    join: () => {
      const { promise: turn, resolve, reject } = Promise.withResolvers<T>();
      const waiter = { resolve, reject };
      waiters.add(waiter);
      return { turn, leave: (error) => waiters.delete(waiter) && reject(error) };
    },
    serve: (value) => {
      for (const waiter of waiters) {
        waiters.delete(waiter);
        waiter.resolve(value);
        return true;
      }
      return false;
    },
    rejectAll: (error) => {
      for (const waiter of waiters) waiter.reject(error);
      waiters.clear();
    },
  };
}
