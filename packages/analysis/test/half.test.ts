import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { atLeast, type Criterion } from '../src/criterion.ts';
import { halfway } from '../src/decision/respond.ts';
import { judgeCriterion } from '../src/judge.ts';
import { runsOf, targets } from './support.ts';

const PLANS = [[10], [30], [6, 10], [10, 20, 30]];
const METRICS = { ms: { unit: 'ms' } };

function faster(bound: number, independent: string | undefined): Criterion {
  return {
    id: 'faster',
    statement: 'faster',
    because: 'for the test',
    quantity: { kind: 'speedup', metric: 'ms', from: 'cold', to: 'pool' },
    bound: atLeast(bound),
    ...(independent === undefined ? {} : { independent }),
  };
}

test('half of the gain is judged as a criterion with that bound would be, at any look', () => {
  const plan = fc.constantFrom(...PLANS).chain((looks) =>
    fc.record({
      looks: fc.constant(looks),
      ratios: fc.constantFrom(...looks).chain((blocks) =>
        fc.array(fc.double({ min: 0.8, max: 2.4, noNaN: true }), {
          minLength: blocks,
          maxLength: blocks,
        }),
      ),
      centre: fc.double({ min: 0.6, max: 1.8, noNaN: true }),
      closeness: fc.double({ min: 0.01, max: 1, noNaN: true }),
      independent: fc.constantFrom(undefined, 'for the test'),
    }),
  );
  fc.assert(
    fc.property(plan, ({ looks, ratios, centre, closeness, independent }) => {
      const from = ratios.map((ratio) => 10 * centre * ratio ** closeness);
      const runs = {
        ...runsOf({ cold: { ms: from }, pool: { ms: from.map(() => 10) } }),
        plannedBlocks: looks.at(-1) ?? 0,
      };
      const judge = (bound: number) =>
        judgeCriterion(faster(bound, independent), METRICS, runs, { confidence: 0.95, looks });
      const { verdict } = judge(targets.skipBelow);
      const half = halfway(judge(targets.minimum), targets);
      const told = { met: 'over', 'not met': 'under', inconclusive: 'unclear', invalid: 'unclear' };
      expect(half).toBe(told[verdict]);
    }),
    { numRuns: 300 },
  );
});
