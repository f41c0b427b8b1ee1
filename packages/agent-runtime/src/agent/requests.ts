import type { RequestOptions } from './agent.ts';
import { DeadlineError } from '../errors.ts';
import { whenLate } from './when-late.ts';

export type RequestKind = 'task' | 'assign' | 'reset' | 'ping' | 'message';
export type Answer = { readonly value: unknown } | { readonly error: unknown };

/** The open requests to one agent: each settles exactly once, or is abandoned and then forgotten. */
export interface Requests {
  /** Opens a request. `onAbandon` hears of it when the caller aborts or its deadline passes. */
  open(
    kind: RequestKind,
    what: string,
    options: RequestOptions,
    onAbandon: (id: number, error: unknown) => void,
  ): { readonly id: number; readonly answer: Promise<unknown> };
  /** What kind of request is open under this number, if any. */
  kindOf(id: number): RequestKind | undefined;
  /** Settles a request. False when there is no such request. */
  settle(id: number, answer: Answer): boolean;
  /** Gives a request up as if its caller had aborted it with `error`. Nothing when there is none. */
  abandon(id: number, error: unknown): void;
  /** Rejects all that is open with `error`. */
  failAll(error: unknown): void;
  /** Requests without an answer, abandoned ones included. */
  readonly size: number;
  /** Of these, the ones that are work and that somebody still waits for: all but pings and abandoned ones. */
  awaited(): number;
  /** Calls `listener` when no abandoned one is left; at once where there is none. */
  onceNoneAbandoned(listener: () => void): void;
  /** Resolves true when request `id` has had its answer, false when `ms` pass first. */
  answeredWithin(id: number, ms: number): Promise<boolean>;
}

interface Open {
  readonly kind: RequestKind;
  isAbandoned: boolean;
  settle(answer: Answer): void;
  abandon(error: unknown): void;
  onAnswered: (() => void) | undefined;
}

/** Numbers requests, watches their deadlines and signals, and matches answers to them. */
export function createRequests(): Requests {
  const requests = new Map<number, Open>();
  let lastId = 0;
  let abandonedNow = 0;
  const awaiting: (() => void)[] = [];

  const open: Requests['open'] = (kind, what, { signal, deadlineMs }, onAbandon) => {
    const id = ++lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      let inTime: (() => void) | undefined;
      const disarm = (): void => {
        inTime?.();
        signal?.removeEventListener('abort', onAbort);
      };
      const abandon = (error: unknown): void => {
        if (request.isAbandoned) return;
        request.isAbandoned = true;
        abandonedNow++;
        disarm();
        reject(error);
        onAbandon(id, error);
      };
      const onAbort = (): void => abandon(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (deadlineMs !== undefined) {
        inTime = whenLate(deadlineMs, () => abandon(new DeadlineError(what, deadlineMs)));
      }
      const settleOnce = (given: Answer): void => {
        disarm();
        if ('error' in given) reject(given.error);
        else resolve(given.value);
      };
      const request: Open = {
        kind,
        isAbandoned: false,
        settle: settleOnce,
        abandon,
        onAnswered: undefined,
      };
      requests.set(id, request);
    });
    return { id, answer };
  };

  const settle: Requests['settle'] = (id, answer) => {
    const request = requests.get(id);
    if (request === undefined) return false;
    requests.delete(id);
    request.settle(answer);
    request.onAnswered?.();
    if (request.isAbandoned && --abandonedNow === 0) {
      for (const listener of awaiting.splice(0)) listener();
    }
    return true;
  };

  return {
    open,
    kindOf: (id) => requests.get(id)?.kind,
    settle,
    abandon: (id, error) => requests.get(id)?.abandon(error),
    failAll: (error) => {
      for (const id of requests.keys()) settle(id, { error });
    },
    get size() {
      return requests.size;
    },
    awaited: () => {
      let count = 0;
      for (const { kind, isAbandoned } of requests.values()) {
        if (kind !== 'ping' && !isAbandoned) count++;
      }
      return count;
    },
    onceNoneAbandoned: (listener) => {
      if (abandonedNow === 0) listener();
      else awaiting.push(listener);
    },
    answeredWithin: (id, ms) =>
      new Promise((resolve) => {
        const request = requests.get(id);
        if (request === undefined) return resolve(true);
        const inTime = whenLate(ms, () => resolve(false));
        request.onAnswered = () => {
          inTime();
          resolve(true);
        };
      }),
  };
}
