import * as fc from 'fast-check';
import {
  adaptive,
  describeStrategy,
  sequential,
  type Strategy,
  waves,
  window,
} from '@muster/spawning';
import { describe, expect, test } from 'vitest';
import { createWorld, jobs, settle, useScriptedTime } from './fixtures/world.ts';
import { permanent } from './fixtures/scripted-launcher.ts';

useScriptedTime();

const bounded = fc.oneof(
  fc.constant({ strategy: sequential(), size: 1 }),
  fc.integer({ min: 1, max: 12 }).map((size) => ({ strategy: waves(size), size })),
  fc.integer({ min: 1, max: 12 }).map((size) => ({ strategy: window(size), size })),
  fc.integer({ min: 1, max: 12 }).map((size) => ({ strategy: adaptive({ max: size }), size })),
);

describe('a strategy bounds how many starts are underway', () => {
  test('whatever the order in which they end, and however they end', async () => {
    await fc.assert(
      fc.asyncProperty(
        bounded,
        fc.integer({ min: 0, max: 40 }),
        fc.infiniteStream(fc.nat()),
        async ({ strategy, size }, count, picks) => {
          const { spawner, launcher } = createWorld({ plan: 'hang', strategy });
          const { summary } = spawner.spawn(jobs(count));
          await settle();
          while (launcher.open.length > 0) {
            const pick = picks.next().value;
            const start = launcher.open[pick % launcher.open.length]!;
            if (pick % 3 === 0) start.fail(permanent());
            else start.succeed();
            await settle();
          }
          const { counts } = await summary;
          expect(counts.ready + counts.failed).toBe(count);
          expect(launcher.most).toBeLessThanOrEqual(size);
          const least = strategy.kind === 'adaptive' ? 0 : Math.min(size, count);
          expect(launcher.most).toBeGreaterThanOrEqual(least);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('and not how many agents run', async () => {
    const { spawner, launcher } = createWorld({ strategy: window(2) });
    const { counts } = await spawner.spawn(jobs(50)).summary;
    expect(counts.ready).toBe(50);
    expect(launcher.agents.filter(({ stops }) => stops > 0)).toEqual([]);
  });

  test('over all bursts of a spawner together', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(3) });
    const bursts = [spawner.spawn(jobs(5, 'a')), spawner.spawn(jobs(5, 'b'))];
    await settle();
    expect(launcher.open).toHaveLength(3);
    while (launcher.open.length > 0) {
      launcher.open[0]!.succeed();
      await settle();
    }
    for (const { summary } of bursts) expect((await summary).counts.ready).toBe(5);
    expect(launcher.most).toBe(3);
  });
});

const underwayAfter = async (strategy: Strategy, ended: number): Promise<number> => {
  const { spawner, launcher } = createWorld({ plan: 'hang', strategy });
  spawner.spawn(jobs(20));
  await settle();
  for (let n = 0; n < ended; n++) {
    launcher.open[0]!.succeed();
    await settle();
  }
  return launcher.open.length;
};

describe('as starts end', () => {
  test.each([
    [0, 4],
    [1, 3],
    [3, 1],
    [4, 4],
    [7, 1],
    [8, 4],
  ])(
    'of waves of 4, after %i ends, %i are underway: the next begins when all have ended',
    async (ended, underway) => {
      expect(await underwayAfter(waves(4), ended)).toBe(underway);
    },
  );

  test.each([
    [0, 4],
    [1, 4],
    [16, 4],
    [17, 3],
    [20, 0],
  ])('a window of 4 slides: after %i ends, %i are underway', async (ended, underway) => {
    expect(await underwayAfter(window(4), ended)).toBe(underway);
  });

  test('the last wave may be smaller', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: waves(3) });
    spawner.spawn(jobs(4));
    await settle();
    for (let n = 0; n < 3; n++) launcher.open[0]!.succeed();
    await settle();
    expect(launcher.open).toHaveLength(1);
  });

  test('the first wanted is the first started', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(2) });
    spawner.spawn(jobs(4));
    const order: (string | undefined)[] = [];
    for (let n = 0; n < 4; n++) {
      await settle();
      order.push(launcher.open[0]!.options.id);
      launcher.open[0]!.succeed();
    }
    expect(order).toEqual(['j0', 'j1', 'j2', 'j3']);
  });
});

test.each([
  [sequential(), 'one after another'],
  [waves(50), 'waves of 50'],
  [window(8), 'a window of 8'],
  [adaptive({ max: 3 }), 'adaptive'],
])('%o is, in words, %s', (strategy, words) => {
  expect(describeStrategy(strategy)).toBe(words);
});
