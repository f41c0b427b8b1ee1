import { describe, expect, test } from 'vitest';
import { decidePhase } from '../src/decision/phase.ts';
import type { SprintJudgement } from '../src/decision/sprint.ts';
import { typicalLevel } from '../src/estimate.ts';
import { measureExtreme } from '../src/extreme.ts';
import { holm } from '../src/holm.ts';
import { judgeExperiment } from '../src/index.ts';
import { CLAIMS_OF_QUANTITY, MULTIPLICITY, type ClaimKind } from '../src/multiplicity.ts';
import { normalQuantile } from '../src/normal.ts';
import type { Quantity } from '../src/quantity.ts';
import { screenBlocks } from '../src/screens/screen.ts';
import { confirmSelected } from '../src/selection/confirm.ts';
import { separability } from '../src/selection/separability.ts';
import { planLooks } from '../src/sequential/looks.ts';
import { signedRankInterval } from '../src/signed-rank.ts';
import { conjunction, judgeBound } from '../src/verdict.ts';
import { runsOf, seeded, sprintOf } from './support.ts';

const next = seeded(12);
const noise = (): number[] =>
  Array.from({ length: 12 }, () => 10 + normalQuantile(next() + 2 ** -33));
const arms = ['a', 'b', 'c', 'd'].map((arm) => ({ arm, values: noise() }));
const ends = (share: number) =>
  arms.map(({ values }) => signedRankInterval(values, { low: 0.05 / share, high: 0.05 / share }));

/** What the code does for every kind of claim, beside what the table makes one expect. */
const kept: Readonly<Record<ClaimKind, () => readonly [found: unknown, expected: unknown]>> = {
  'one bound': () => {
    const estimate = typicalLevel(noise(), 0.9);
    const bound = { is: 'at least', value: estimate.low - 1e-9 } as const;
    return [judgeBound(estimate, bound, { unit: 'ms', median: null }).verdict, 'met'];
  },
  'all of several': () => [
    [conjunction(['met', 'met', 'met']), conjunction(['met', 'inconclusive', 'met'])],
    ['met', 'inconclusive'],
  ],
  // Two of them would count at 0.05 without correction.
  'at least k of m': () => [holm([0.02, 0.04, 0.9]).filter((p) => p <= 0.05), []],
  'tally of verdicts': () => {
    const met = (id: string): SprintJudgement => sprintOf('met', [3, 5], 'met', id);
    return [decidePhase({ '3.1': met('3.1'), '3.2': met('3.2') }).decision, 'proceed'];
  },
  'every arm of an extreme': () => [
    measureExtreme('lowest', arms, 0.9).estimate.low,
    Math.min(...ends(1).map(({ low }) => low)),
  ],
  'far end of an extreme': () => [
    measureExtreme('lowest', arms, 0.9).estimate.high,
    Math.min(...ends(arms.length).map(({ high }) => high)),
  ],
  'best of several arms': () => {
    const [chosen, baseline] = [noise(), noise()];
    const input = { baseline, prefer: 'low', blocks: 4, confidence: 0.9 } as const;
    const flattered = [0.1, 0.1, 0.1, 0.1, ...chosen.slice(4)];
    return [
      confirmSelected({ ...input, chosen: flattered }),
      confirmSelected({ ...input, chosen }),
    ];
  },
  'arms that differ from the selected one': () => {
    const values = noise();
    const worse = values.map((value) => value * 1.5);
    const tiedOf = (count: number): number =>
      separability({
        candidates: Object.fromEntries([
          ['chosen', values],
          ...Array.from({ length: count }, (_, at) => [`other ${at}`, worse] as const),
        ]),
        chosen: 'chosen',
        prefer: 'low',
        blocks: 6,
        confidence: 0.9,
      }).tied.length;
    // Six pairs say at least 1/32: three times that is under 0.1, four times is not.
    return [
      [tiedOf(3), tiedOf(4)],
      [0, 4],
    ];
  },
  'one of several looks': () => {
    const tails = planLooks([10, 20, 30], 0.95).map(({ tail }) => tail);
    const sum = tails.reduce((total, tail) => total + tail, 0);
    return [
      [tails.length, sum <= 0.05 + 1e-9],
      [3, true],
    ];
  },
  'one of several screens': () => {
    const found = [1, 3, 2, 4, 6, 5, 3.5, 4.5];
    return [
      [screenBlocks(found).length, screenBlocks(found, 12).length],
      [1, 0],
    ];
  },
  'shown beside the claims': () => {
    const quantity: Quantity = { kind: 'level', metric: 'ms', arm: 'a' };
    const runs = runsOf({ a: { ms: noise() } });
    const metrics = { ms: { unit: 'ms' } };
    const design = { confidence: 0.95 };
    const shownOf = (count: number) => {
      const shown = Array.from({ length: count }, (_, at) => ({
        id: `shown ${at}`,
        statement: 'a level',
        quantity,
      }));
      return judgeExperiment({ metrics, criteria: [], shown, design }, runs).shown[0]?.estimate;
    };
    return [shownOf(5), shownOf(1)];
  },
};

describe('a claim', () => {
  test.each(Object.entries(kept))('that is %s is corrected as the table says', (_, check) => {
    const [found, expected] = check();
    expect(found).toEqual(expected);
  });

  test.each(Object.entries(MULTIPLICITY))('that is %s has its reason and its source', (_, rule) => {
    expect(rule.because.length).toBeGreaterThan(20);
    expect(rule.source).toMatch(/, (19|20)\d\d$/);
  });
});

describe('every kind of quantity', () => {
  test.each(Object.entries(CLAIMS_OF_QUANTITY))('%s has its rows in the table', (_, claims) => {
    expect(claims.length).toBeGreaterThan(0);
    for (const claim of claims) expect(Object.keys(MULTIPLICITY)).toContain(claim);
  });

  test('that takes several arms is more than one bound', () => {
    const several = Object.entries(CLAIMS_OF_QUANTITY).filter(([, claims]) => claims.length > 1);
    expect(several.map(([kind]) => kind)).toEqual(['lowest', 'highest', 'selected']);
  });
});
