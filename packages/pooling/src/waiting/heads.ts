import type { List } from '../slots/list.ts';
import type { Request } from './request.ts';

interface Head {
  readonly arrival: number;
  readonly queue: List<Request>;
}

/** Queues by the arrival of who stands first in each. */
export interface Heads {
  /** Somebody else stands first in this queue now. */
  note(queue: List<Request>): void;
  /** Of all queues, the first who is accepted, the earliest first. */
  first(accepts: (request: Request) => boolean): Request | undefined;
}

/**
 * A binary heap whose entries are not taken out when they have become untrue, but when they come to
 * the top, or when most of them are. Refused queues are walked over: those are tenants at their limit
 * of leases, so no more than there are leases.
 */
export function createHeads(queues: () => Iterable<List<Request>>, count: () => number): Heads {
  let heap: Head[] = [];

  function push(head: Head): void {
    let at = heap.push(head) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.arrival <= head.arrival) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = head;
  }

  function pop(): void {
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.arrival < heap[child]!.arrival) child++;
      if (heap[child]!.arrival >= last.arrival) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }

  function add(queue: List<Request>): void {
    if (queue.first !== undefined) push({ arrival: queue.first.arrival, queue });
  }

  return {
    note: (queue) => {
      add(queue);
      if (heap.length <= 2 * count() + 16) return;
      heap = [];
      for (const each of queues()) add(each);
    },
    first: (accepts) => {
      const refused: Head[] = [];
      let found: Request | undefined;
      while (heap.length > 0) {
        const top = heap[0]!;
        const request = top.queue.first;
        const isTrue = request?.arrival === top.arrival;
        if (isTrue && accepts(request)) {
          found = request;
          break;
        }
        pop();
        if (isTrue) refused.push(top);
      }
      for (const head of refused) push(head);
      return found;
    },
  };
}
