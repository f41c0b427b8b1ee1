import { List } from '../slots/list.ts';
import { createHeads, type Heads } from './heads.ts';
import type { Request } from './request.ts';

/** Whether a tenant may have another lease now. */
export type HasRoom = (tenant: string | undefined) => boolean;

/**
 * Who waits for an agent: the highest priority first, and within one, first come first served over
 * all tenants that have room for another lease. Joining, leaving and being served cost no walk over
 * those who wait, nor over the tenants among them.
 */
export interface Line extends Iterable<Request> {
  readonly length: () => number;
  /** Takes the place that the request's arrival gives it: one that was served in vain is first again. */
  join(request: Request): void;
  /** Takes out who is to be served next. */
  next(hasRoom: HasRoom): Request | undefined;
  leave(request: Request): void;
}

/** Those of one priority: who names no tenant, and a queue for each tenant that has somebody there. */
interface Lane {
  readonly priority: number;
  readonly common: List<Request>;
  readonly byTenant: Map<string, List<Request>>;
  /** Of the tenants' queues. */
  readonly heads: Heads;
}

function createLane(priority: number): Lane {
  const byTenant = new Map<string, List<Request>>();
  const heads = createHeads(
    () => byTenant.values(),
    () => byTenant.size,
  );
  return { priority, common: new List(), byTenant, heads };
}

export function createLine(): Line {
  const usual = createLane(0);
  /** The highest priority first. The usual one is always there, others while somebody is in them. */
  const lanes: Lane[] = [usual];
  let length = 0;

  function laneOf(priority: number): Lane {
    if (priority === 0) return usual;
    const index = lanes.findIndex((lane) => lane.priority <= priority);
    const found = lanes[index];
    if (found?.priority === priority) return found;
    const lane = createLane(priority);
    lanes.splice(index < 0 ? lanes.length : index, 0, lane);
    return lane;
  }

  function queueOf({ common, byTenant }: Lane, tenant: string | undefined): List<Request> {
    if (tenant === undefined) return common;
    let queue = byTenant.get(tenant);
    if (queue === undefined) byTenant.set(tenant, (queue = new List()));
    return queue;
  }

  function leave(request: Request): void {
    const { tenant } = request;
    const lane = laneOf(request.priority);
    const queue = queueOf(lane, tenant);
    const wasFirst = queue.first === request;
    queue.remove(request);
    length--;
    if (queue.size > 0) {
      if (wasFirst && tenant !== undefined) lane.heads.note(queue);
      return;
    }
    if (tenant !== undefined) lane.byTenant.delete(tenant);
    const isEmpty = lane.common.size === 0 && lane.byTenant.size === 0;
    if (isEmpty && lane !== usual) lanes.splice(lanes.indexOf(lane), 1);
  }

  /** Of one lane, the first to arrive over all who have room. */
  function firstOf({ common, byTenant, heads }: Lane, hasRoom: HasRoom): Request | undefined {
    const { first } = common;
    if (byTenant.size === 0) return first;
    const ofTenants = heads.first(({ tenant }) => hasRoom(tenant));
    if (first === undefined || ofTenants === undefined) return first ?? ofTenants;
    return first.arrival < ofTenants.arrival ? first : ofTenants;
  }

  return {
    length: () => length,
    join: (request) => {
      const lane = laneOf(request.priority);
      const queue = queueOf(lane, request.tenant);
      let before = queue.last;
      while (before !== undefined && before.arrival > request.arrival) before = before.previous;
      queue.insertAfter(before, request);
      length++;
      if (before === undefined && request.tenant !== undefined) lane.heads.note(queue);
    },
    next: (hasRoom) => {
      for (const lane of lanes) {
        const request = firstOf(lane, hasRoom);
        if (request === undefined) continue;
        leave(request);
        return request;
      }
      return undefined;
    },
    leave,
    *[Symbol.iterator]() {
      for (const { common, byTenant } of lanes) {
        yield* common;
        for (const queue of byTenant.values()) yield* queue;
      }
    },
  };
}
