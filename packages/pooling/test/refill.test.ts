import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextWindow, type RefillState, startsToBegin } from '../src/starting/refill.ts';

const four: RefillState = {
  min: 4,
  max: 4,
  maxStarting: 9,
  starting: 0,
  inService: 4,
  due: 0,
  relieved: 0,
  demand: 0,
  window: 1,
};
const elastic: RefillState = { ...four, min: 1, max: 8, inService: 1 };

describe('how many starts begin', () => {
  test.each<{ begin: number; why: string; state: RefillState }>([
    { begin: 4, why: 'an empty pool is filled', state: { ...four, inService: 0 } },
    {
      begin: 2,
      why: 'no more at once than is allowed',
      state: { ...four, inService: 0, maxStarting: 2 },
    },
    {
      begin: 0,
      why: 'all starts are taken',
      state: { ...four, inService: 1, starting: 2, maxStarting: 2 },
    },
    {
      begin: 0,
      why: 'a full pool has no use for more, whoever waits',
      state: { ...four, demand: 9 },
    },
    { begin: 1, why: 'one is missing', state: { ...four, inService: 3 } },
    { begin: 1, why: 'one is due: its replacement comes first', state: { ...four, due: 1 } },
    {
      begin: 0,
      why: 'the replacement is on its way',
      state: { ...four, due: 1, starting: 1 },
    },
    { begin: 3, why: 'one missing and two due', state: { ...four, inService: 3, due: 2 } },
    {
      begin: 1,
      why: 'of two due, one waits until a lease of a third one, replaced already, has ended',
      state: { ...four, due: 2, relieved: 1, maxStarting: 2 },
    },
    { begin: 0, why: 'nobody asks', state: elastic },
    {
      begin: 1,
      why: 'of many who ask, the window lets one through',
      state: { ...elastic, demand: 7 },
    },
    {
      begin: 3,
      why: 'a wider window lets more through',
      state: { ...elastic, demand: 7, window: 4, starting: 1 },
    },
    {
      begin: 2,
      why: 'never more than who asks',
      state: { ...elastic, demand: 2, window: 4 },
    },
    {
      begin: 1,
      why: 'never beyond the most',
      state: { ...elastic, demand: 9, inService: 7, window: 8 },
    },
    {
      begin: 3,
      why: 'what is owed does not heed the window',
      state: { ...elastic, min: 4, demand: 1 },
    },
    { begin: 0, why: 'more there than wanted', state: { ...elastic, inService: 9 } },
  ])('$begin: $why', ({ begin, state }) => {
    expect(startsToBegin(state)).toBe(begin);
  });

  test('whatever the state: never a negative number, never too many at once or in all', () => {
    const some = fc.nat({ max: 12 });
    fc.assert(
      fc.property(
        fc.record({ min: some, max: some, maxStarting: some, starting: some, inService: some }),
        fc.record({ due: some, relieved: some, demand: some, window: some }),
        (sizes, wishes) => {
          const max = Math.max(sizes.max, sizes.inService);
          const min = Math.min(sizes.min, max);
          const due = Math.min(wishes.due, sizes.inService);
          const begin = startsToBegin({ ...sizes, ...wishes, due, min, max });
          expect(begin).toBeGreaterThanOrEqual(0);
          if (begin === 0) return;
          expect(sizes.starting + begin).toBeLessThanOrEqual(sizes.maxStarting);
          expect(sizes.inService - due + sizes.starting + begin).toBeLessThanOrEqual(max);
        },
      ),
    );
  });
});

describe('the window of starts for demand', () => {
  test.each([
    { window: 1, demand: 3, next: 2 },
    { window: 2, demand: 1, next: 4 },
    { window: 4, demand: 1, next: 6 },
    { window: 4, demand: 0, next: 1 },
  ])('$window becomes $next with $demand still waiting', ({ window, demand, next }) => {
    expect(nextWindow(window, demand, 6)).toBe(next);
  });
});
