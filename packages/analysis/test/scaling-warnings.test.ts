import { describe, expect, test } from 'vitest';
import {
  AMDAHL,
  LEVELS,
  LINE,
  SCATTER,
  USL,
  pointsOn,
  scalingOf,
  scattered,
} from './scaling-support.ts';

describe('a warning', () => {
  const enough = pointsOn(USL, LEVELS, SCATTER);
  const oversubscribed =
    'above 8 cores this measures oversubscription, not scalability: 16, 32, 64';

  test('of oversubscription is all that a good experiment has', () => {
    expect(scalingOf(enough).warnings).toEqual([oversubscribed]);
  });

  test.each([
    ['too few levels', enough.slice(2), {}, 'at least 6 levels tell the laws apart, got 5'],
    ['two levels', enough.slice(0, 2), {}, 'usl was not fitted: it takes 3 levels, got 2'],
    [
      'levels within the cores',
      enough,
      { cores: 16 },
      'at least 3 levels beyond the 16 cores show where throughput turns down, got 2',
    ],
    [
      'a single core',
      enough,
      { cores: 1 },
      'above 1 core this measures oversubscription, not scalability: 2, 4, 8, 16, 32, 64',
    ],
    [
      'no level at 1',
      enough.slice(1),
      {},
      'no level at 1: the rate there is what the law makes of levels from 2 on',
    ],
    [
      'three runs a level',
      pointsOn(USL, LEVELS, [0.99, 1, 1.01]),
      {},
      'intervals are too narrow with fewer than 5 runs a level, got 3',
    ],
    ['nothing done', pointsOn({ ...LINE, rate: 0 }, LEVELS, SCATTER), {}, 'every throughput is 0'],
    [
      'superlinear throughput',
      LEVELS.map((concurrency) => ({ concurrency, throughputs: [concurrency ** 1.5] })),
      {},
      'throughput grows faster than concurrency, which none of the laws allows for',
    ],
    [
      'an uncertain retrograde term',
      pointsOn({ ...USL, coherency: 0.00005 }, LEVELS, [0.9, 0.9, 1, 1, 1, 1.1, 1.1]),
      {},
      'amdahl and usl are not separable: their AICc differs by less than 2',
    ],
  ])('is given of %s', (_, points, options, warning) => {
    expect(scalingOf(points, options).warnings).toContain(warning);
  });

  test('is given where a retrograde term is chosen that might be none', () => {
    const uncertain = Array.from({ length: 60 }, (_, at) =>
      scalingOf(scattered(AMDAHL, 4, at + 1), { resamples: 59 }),
    );
    const chosen = uncertain.filter((each) => each.chosen === 'usl');
    const warned = chosen.filter((each) => each.models[2]?.coherency?.low === 0);
    expect(warned.length).toBeGreaterThan(0);
    for (const { warnings } of warned) {
      expect(warnings).toContain(
        'the retrograde term is not certain: its interval reaches down to 0',
      );
    }
  });
});
