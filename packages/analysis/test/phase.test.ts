import { describe, expect, test } from 'vitest';
import { decidePhase, PHASE_SPRINTS } from '../src/decision/phase.ts';
import { sprintOf } from './support.ts';

describe('the phase', () => {
  const make = {
    met: (id: string) => sprintOf('met', [2.2, 2.9], 'met', id),
    improved: (id: string) => sprintOf('met', [2.2, 2.9], 'not met', id),
    short: (id: string) => sprintOf('not met', [1.6, 1.9], 'met', id),
    unclear: (id: string) => sprintOf('inconclusive', [1.2, 2.4], 'met', id),
    under: (id: string) => sprintOf('not met', [1.1, 1.4], 'met', id),
    invalid: (id: string) => sprintOf('invalid', null, 'met', id),
  };
  type State = keyof typeof make | 'missing';

  function decide(...states: readonly State[]): ReturnType<typeof decidePhase> {
    return decidePhase(
      Object.fromEntries(
        states.flatMap((state, at) => {
          const id = PHASE_SPRINTS[at] ?? '';
          return state === 'missing' ? [] : [[id, make[state](id)] as const];
        }),
      ),
    );
  }

  test.each<[string, ...State[]]>([
    ['proceed', 'met', 'met', 'met', 'met'],
    ['proceed', 'met', 'met', 'under', 'under'],
    ['proceed', 'met', 'met', 'missing', 'invalid'],
    ['adjust', 'met', 'short', 'short', 'under'],
    ['adjust', 'met', 'improved', 'improved', 'improved'],
    ['adjust', 'met', 'unclear', 'unclear', 'unclear'],
    ['adjust', 'under', 'under', 'under', 'short'],
    ['adjust', 'under', 'under', 'under', 'unclear'],
    ['adjust', 'under', 'under', 'short', 'missing'],
    ['adjust', 'under', 'under', 'unclear', 'invalid'],
    ['re-evaluate', 'under', 'under', 'under', 'under'],
    ['undecided', 'under', 'under', 'under', 'missing'],
    ['undecided', 'under', 'under', 'under', 'invalid'],
    ['undecided', 'met', 'short', 'short', 'missing'],
    ['undecided', 'short', 'short', 'missing', 'invalid'],
    ['undecided', 'missing', 'missing', 'missing', 'missing'],
  ])('comes to %s from %s, %s, %s, %s', (decision, ...states) => {
    expect(decide(...states).decision).toBe(decision);
  });

  test('lists what it rests on', () => {
    expect(decide('met', 'improved', 'under', 'invalid')).toEqual({
      decision: 'undecided',
      because:
        '1 of 4 optimizations meet their targets (3.1); what is open could still change the decision: 3.4 without a valid measurement',
      met: ['3.1'],
      improvedOnly: ['3.2'],
      overHalf: ['3.1', '3.2'],
      underHalf: ['3.3'],
      missing: [],
      invalid: ['3.4'],
    });
    expect(decide('short', 'missing', 'missing', 'invalid')).toMatchObject({
      because:
        '0 of 4 optimizations meet their targets; what is open could still change the decision: 3.2, 3.3 not measured; 3.4 without a valid measurement',
      missing: ['3.2', '3.3'],
    });
  });

  test.each<[string, ...State[]]>([
    [
      '"≥2 optimizations meet targets → Proceed with Phase 3 as planned"',
      'met',
      'met',
      'met',
      'short',
    ],
    [
      '"<2 optimizations meet targets → Adjust Phase 3 scope, prioritize best ROI"',
      'met',
      'short',
      'short',
      'short',
    ],
    [
      '"All optimizations <50% of targets → Re-evaluate optimization strategy"',
      'under',
      'under',
      'under',
      'under',
    ],
  ])('cites the plan: %s', (quote, ...states) => {
    expect(decide(...states).because).toContain(quote);
  });

  test('refuses sprints it does not expect', () => {
    const met = make.met('3.1');
    expect(() => decidePhase({ '3.9': met })).toThrow(
      new TypeError('`sprints` must be among 3.1, 3.2, 3.3, 3.4, got 3.9'),
    );
    expect(() => decidePhase({ '3.2': met })).toThrow(
      new TypeError('`sprints["3.2"].id` must be 3.2, got 3.1'),
    );
    expect(() => decidePhase({}, [])).toThrow(
      new TypeError('`expected` must list sprint ids once each, got none'),
    );
  });
});
