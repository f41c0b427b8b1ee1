import { describe, expect, test } from 'vitest';
import type { RetryOptions } from '@muster/spawning';
import { permanent, transient } from './fixtures/scripted-launcher.ts';
import {
  createWorld,
  fateOf,
  jobs,
  pass,
  settle,
  useScriptedTime,
  type World,
} from './fixtures/world.ts';

useScriptedTime();

const failing = (retry: RetryOptions, random = () => 0): World =>
  createWorld({ plan: transient(), retry: { leastBudget: 1_000, ...retry }, random });

describe('a start that may go better the next time', () => {
  test('is tried again after a pause that doubles, up to its limit', async () => {
    const { spawner, launcher } = failing({
      tries: 5,
      backoff: { firstMs: 100, longestMs: 300 },
    });
    spawner.spawn(jobs(1));
    await settle();
    const at: number[] = [];
    for (const ms of [100, 200, 300, 300]) {
      await pass(ms - 1);
      at.push(launcher.starts);
      await pass(1);
      at.push(launcher.starts);
    }
    expect(at).toEqual([1, 2, 2, 3, 3, 4, 4, 5]);
  });

  test('comes back earlier by chance, by up to half of the pause', async () => {
    const { spawner, launcher } = failing({ backoff: { firstMs: 100, longestMs: 100 } }, () => 0.5);
    spawner.spawn(jobs(1));
    await pass(74);
    expect(launcher.starts).toBe(1);
    await pass(1);
    expect(launcher.starts).toBe(2);
  });

  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
  ])('is tried %i times in all, and failed with the last error', async (tries, starts) => {
    const { spawner, launcher, events } = failing({ tries });
    const errors: Error[] = [];
    launcher.plan = () => {
      errors.push(transient());
      return errors.at(-1)!;
    };
    const fate = fateOf(spawner.spawn(jobs(1)).summary);
    await pass(60_000);
    expect(launcher.starts).toBe(starts);
    const [report] = fate.value!.jobs;
    expect(report).toMatchObject({ outcome: 'failed', error: errors.at(-1), agent: undefined });
    expect(report!.tries.map(({ cause, error }) => ({ cause, error }))).toEqual(
      errors.map((error) => ({ cause: 'transient', error })),
    );
    expect(events.map(({ kind }) => kind)).toEqual([...errors.map(() => 'start-failed'), 'failed']);
  });

  test('is ready in the end, and says what it took', async () => {
    const { spawner, launcher } = failing({ backoff: { firstMs: 40, longestMs: 40 } });
    launcher.plan = (start) => (start < 3 ? transient() : 'succeed');
    const fate = fateOf(spawner.spawn(jobs(1)).summary);
    await pass(80);
    expect(fate.value).toMatchObject({ counts: { ready: 1, failed: 0 }, tries: 3 });
    expect(fate.value!.jobs[0]!.tries.map(({ cause }) => cause)).toEqual([
      'transient',
      'transient',
      undefined,
    ]);
  });

  test('lets others go on meanwhile', async () => {
    const { spawner, launcher } = createWorld({ strategy: { kind: 'sequential' } });
    launcher.plan = (start) => (start === 1 ? transient() : 'succeed');
    const burst = spawner.spawn(jobs(5));
    await settle();
    expect(burst.progress()).toMatchObject({ ready: 4, settled: 4, underway: 0 });
    await pass(100);
    expect(burst.progress()).toMatchObject({ ready: 5, settled: 5 });
  });
});

test('a module that is not there will not be there the next time', async () => {
  const { spawner, launcher } = failing({ tries: 5 });
  const spec = { module: '/no/such/module.js' };
  const { jobs: reports } = await spawner.spawn([{ spec }]).summary;
  expect(reports[0]!.tries.map(({ cause }) => cause)).toEqual(['permanent']);
  expect(launcher.starts).toBe(1);
});

test('a start that will not go better is not tried again', async () => {
  const { spawner, launcher } = createWorld({ plan: permanent() });
  const { counts, tries } = await spawner.spawn(jobs(7)).summary;
  expect([counts.failed, tries, launcher.starts]).toEqual([7, 7, 7]);
});

describe('the budget of a burst', () => {
  test.each([
    ['a share of its agents, rounded up', { budgetShare: 0.1, leastBudget: 0 }, 25, 3],
    ['but not fewer than', { budgetShare: 0.1, leastBudget: 7 }, 25, 7],
    ['none', { budgetShare: 0, leastBudget: 0 }, 25, 0],
  ])('is for all its tries after the first: %s', async (_, retry, count, budget) => {
    const { spawner, launcher } = failing(retry);
    const fate = fateOf(spawner.spawn(jobs(count)).summary);
    await pass(60_000);
    expect(fate.value!.counts.failed).toBe(count);
    expect(launcher.starts).toBe(count + budget);
  });

  test('is its own', async () => {
    const { spawner, launcher } = failing({ budgetShare: 0, leastBudget: 2, tries: 2 });
    spawner.spawn(jobs(5, 'a'));
    spawner.spawn(jobs(5, 'b'));
    await pass(60_000);
    expect(launcher.starts).toBe(10 + 4);
  });
});

describe('a start that takes far longer than others', () => {
  const stragglers = { timesMedian: 4, atLeastMs: 200 };
  /** So many starts have taken so long. */
  const afterStarts = async (world: World, count: number, ms: number): Promise<void> => {
    world.launcher.plan = () => 'hang';
    world.spawner.spawn(jobs(count, 'before'));
    await pass(ms);
    for (const start of world.launcher.open.slice()) start.succeed();
    await settle();
  };

  test.each([
    ['many times the median', 100, 400],
    ['never earlier than the least', 10, 200],
  ])('is ended and tried again: after %s', async (_, othersMs, limitMs) => {
    const world = createWorld({ stragglers });
    await afterStarts(world, 11, othersMs);
    const fate = fateOf(world.spawner.spawn(jobs(1)).summary);
    await pass(limitMs - 1);
    expect(world.launcher.open).toHaveLength(1);
    await pass(1);
    expect(world.launcher.open).toHaveLength(0);
    await pass(100);
    expect(world.launcher.open).toHaveLength(1);
    world.launcher.open[0]!.succeed();
    await settle();
    const [report] = fate.value!.jobs;
    expect(report!.outcome).toBe('ready');
    expect(report!.tries[0]).toMatchObject({
      cause: 'transient',
      startMs: limitMs,
      error: { name: 'DeadlineError', deadlineMs: limitMs },
    });
  });

  test('is left alone while there are too few to compare it with', async () => {
    const world = createWorld({ stragglers });
    await afterStarts(world, 10, 10);
    world.spawner.spawn(jobs(1));
    await pass(50_000);
    expect(world.launcher.open).toHaveLength(1);
  });

  test('is compared with the latest hundred', async () => {
    const world = createWorld({ stragglers });
    await afterStarts(world, 11, 1_000);
    await afterStarts(world, 101, 100);
    world.spawner.spawn(jobs(1));
    await pass(400);
    expect(world.launcher.open).toHaveLength(0);
  });
});
