import type { Request } from './request.ts';

/** The signals of those who wait. Many may share one. */
export interface Signals {
  watch(request: Request): void;
  unwatch(request: Request): void;
}

/**
 * Listens to each signal once, however many wait under it: Node compares a new listener with every
 * other of its signal, and removes one by walking them. `onAbort` is called for each in the order in
 * which they came.
 */
export function createSignals(onAbort: (request: Request, reason: unknown) => void): Signals {
  const watched = new Map<
    AbortSignal,
    { readonly requests: Set<Request>; readonly stop: () => void }
  >();

  function listen(signal: AbortSignal): Set<Request> {
    const requests = new Set<Request>();
    const abort = (): void => {
      for (const request of requests) onAbort(request, signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    watched.set(signal, { requests, stop: () => signal.removeEventListener('abort', abort) });
    return requests;
  }

  return {
    watch: (request) => {
      const { signal } = request;
      if (signal !== undefined) (watched.get(signal)?.requests ?? listen(signal)).add(request);
    },
    unwatch: (request) => {
      const { signal } = request;
      const entry = signal && watched.get(signal);
      if (signal === undefined || entry === undefined) return;
      entry.requests.delete(request);
      if (entry.requests.size > 0) return;
      watched.delete(signal);
      entry.stop();
    },
  };
}
