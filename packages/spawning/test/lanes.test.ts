import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLanes, type Lanes } from '../src/dispatch/lanes.ts';

const take = (lanes: Lanes<string>, count: number): string[] =>
  Array.from({ length: count }, () => lanes.next() ?? '-');

const weights = fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 5 });

describe('lanes', () => {
  test('at every moment each has had its share, by weight, to within one start of each other', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 200 }), (each, starts) => {
        const lanes = createLanes<number>();
        const taken = each.map((weight, index) => {
          const lane = lanes.open(weight);
          for (let n = 0; n < starts; n++) lane.add(index);
          return 0;
        });
        for (let n = 0; n < starts; n++) {
          taken[lanes.next()!]!++;
          for (const [a, weightA] of each.entries()) {
            for (const [b, weightB] of each.entries()) {
              const ahead = taken[a]! / weightA - taken[b]! / weightB;
              expect(ahead).toBeLessThanOrEqual(1 / weightA + 1e-9);
            }
          }
        }
      }),
    );
  });

  test('one that was empty has saved up nothing, and owes nothing', () => {
    const lanes = createLanes<string>();
    const [a, b] = [lanes.open(1), lanes.open(1)];
    for (let n = 0; n < 50; n++) a.add('a');
    take(lanes, 40);
    for (let n = 0; n < 50; n++) b.add('b');
    expect(take(lanes, 10).filter((job) => job === 'a')).toHaveLength(5);
  });

  test('one that is opened late begins where the others are', () => {
    const lanes = createLanes<string>();
    const a = lanes.open(1);
    for (let n = 0; n < 50; n++) a.add('a');
    take(lanes, 20);
    const b = lanes.open(4);
    for (let n = 0; n < 50; n++) b.add('b');
    expect(take(lanes, 20).filter((job) => job === 'b').length).toBeGreaterThanOrEqual(15);
    expect(take(lanes, 10).filter((job) => job === 'a')).toHaveLength(2);
  });

  test('one that goes empty again and again gets no more than its share', () => {
    const lanes = createLanes<string>();
    const [a, b] = [lanes.open(1), lanes.open(1)];
    for (let n = 0; n < 100; n++) a.add('a');
    const taken = { a: 0, b: 0 };
    for (let n = 0; n < 60; n++) {
      if (b.length === 0) b.add('b');
      taken[lanes.next() as 'a' | 'b']++;
    }
    expect(taken.b).toBeLessThanOrEqual(31);
    expect(taken.a).toBeLessThanOrEqual(31);
  });

  test('each keeps its order, and what is put back comes first', () => {
    const lanes = createLanes<string>();
    const lane = lanes.open(1);
    for (const job of 'abc') lane.add(job);
    expect(take(lanes, 1).join('')).toBe('a');
    lane.putBack('a');
    expect([lane.length, lanes.length]).toEqual([3, 3]);
    expect(take(lanes, 4).join('')).toBe('abc-');
    lane.putBack('c');
    lane.putBack('b');
    lane.add('d');
    expect(take(lanes, 4).join('')).toBe('bcd-');
  });

  test('one that is cleared gives back what it had, in order, and touches no other', () => {
    const lanes = createLanes<string>();
    const [a, b] = [lanes.open(1), lanes.open(1)];
    for (const job of '123') a.add(job);
    b.add('b');
    expect(take(lanes, 1).join('')).toBe('1');
    expect(a.clear()).toEqual(['2', '3']);
    expect(a.clear()).toEqual([]);
    expect(lanes.length).toBe(1);
    expect(take(lanes, 2).join('')).toBe('b-');
    a.add('4');
    expect(take(lanes, 2).join('')).toBe('4-');
  });
});
