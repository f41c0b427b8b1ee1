import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLine, type Line } from '../src/waiting/line.ts';
import { Request } from '../src/waiting/request.ts';

let arrivals = 0;
const request = (priority = 0, tenant?: string): Request =>
  new Request({ priority, tenant }, ++arrivals, 0, 1_000, undefined);
const everybody = (): boolean => true;

/** Serves one from the line, and makes sure that a sorted list would serve the same. */
function serveBoth(
  line: Line,
  model: readonly Request[],
  full: readonly string[],
): Request | undefined {
  const hasRoom = (tenant?: string): boolean => !full.some((name) => name === tenant);
  const [first] = model
    .filter(({ tenant }) => hasRoom(tenant))
    .toSorted((a, b) => b.priority - a.priority || a.arrival - b.arrival);
  expect(line.next(hasRoom)).toBe(first);
  return first;
}

describe('the line', () => {
  test('asks about the tenants it passes over, and nobody else', () => {
    const line = createLine();
    const all = Array.from({ length: 1_000 }, (_, n) => request(0, `tenant ${n}`));
    for (const each of all) line.join(each);
    const asked: (string | undefined)[] = [];
    const served = all.map(() =>
      line.next((tenant) => {
        asked.push(tenant);
        return tenant !== 'tenant 3' || line.length() === 1;
      }),
    );
    expect(served).toEqual([...all.slice(0, 3), ...all.slice(4), all[3]]);
    expect(asked.filter((tenant) => tenant !== 'tenant 3')).toHaveLength(999);
  });

  test('serves as a sorted list would, whoever joins, leaves or is passed over', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('join' as const),
        priority: fc.integer({ min: -1, max: 1 }),
        tenant: fc.constantFrom(undefined, 'a', 'b'),
      }),
      fc.record({ kind: fc.constant('leave' as const), pick: fc.nat() }),
      fc.record({
        kind: fc.constant('serve' as const),
        full: fc.subarray(['a', 'b']),
        inVain: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const line = createLine();
        let model: Request[] = [];
        for (const each of steps) {
          if (each.kind === 'join') {
            const joining = request(each.priority, each.tenant);
            line.join(joining);
            model.push(joining);
          } else if (each.kind === 'leave' && model.length > 0) {
            const leaving = model[each.pick % model.length]!;
            line.leave(leaving);
            model = model.filter((other) => other !== leaving);
          } else if (each.kind === 'serve') {
            const served = serveBoth(line, model, each.full);
            // Served in vain, it comes back to where it was.
            if (served !== undefined && each.inVain) line.join(served);
            else model = model.filter((other) => other !== served);
          }
          expect(line.length()).toBe(model.length);
          expect(new Set(line)).toEqual(new Set(model));
        }
      }),
    );
  });

  test('leaving from the middle costs no walk: 200,000 leave in any order', () => {
    const line = createLine();
    const all = Array.from({ length: 200_000 }, () => request());
    for (const each of all) line.join(each);
    // A queue that shifts or searches an array needs 10^10 steps for this and runs into the timeout.
    for (let index = all.length - 1; index >= 0; index -= 2) line.leave(all[index]!);
    for (let index = 0; index < all.length; index += 2) line.leave(all[index]!);
    expect(line.length()).toBe(0);
    expect(line.next(everybody)).toBeUndefined();
  });
});
