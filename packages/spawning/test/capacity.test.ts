import { CapacityError, type Shortage } from '@muster/agent-runtime';
import { window } from '@muster/spawning';
import { describe, expect, test } from 'vitest';
import { transient } from './fixtures/scripted-launcher.ts';
import {
  createWorld,
  fateOf,
  idsOf,
  jobs,
  pass,
  settle,
  useScriptedTime,
  type World,
} from './fixtures/world.ts';

useScriptedTime();

/** A host with room for so many descriptors, of which each agent takes what it is told to. */
const roomFor =
  (available: () => number, of: Shortage['of'] = 'descriptors') =>
  async (count: number, need: { readonly descriptors: number }): Promise<readonly Shortage[]> => {
    const needed = count * need.descriptors;
    const fits = Math.floor(available() / need.descriptors);
    return needed > available() ? [{ of, needed, available: available(), limit: 1_024, fits }] : [];
  };
const need = { descriptors: 3, tasks: 1, memoryBytes: 0 };

describe('a burst that would run into a limit', () => {
  test('is refused before the first start, with the numbers', async () => {
    const { spawner, launcher } = createWorld({ need, findShortages: roomFor(() => 20) });
    const burst = spawner.spawn(jobs(7));
    const refused = fateOf(burst.summary);
    const heard = fateOf(idsOf(burst));
    await settle();
    expect(refused.error).toBeInstanceOf(CapacityError);
    expect(refused.error).toMatchObject({
      count: 7,
      shortages: [{ of: 'descriptors', needed: 21, available: 20, fits: 6 }],
      message:
        '7 agents do not fit: they need 21 descriptors and there are 20 (ulimit -n: 1024), enough for 6',
    });
    expect(heard.error).toBe(refused.error);
    expect(launcher.starts).toBe(0);
  });

  test('is refused without a word where nobody asks', async () => {
    const { spawner } = createWorld({ need, findShortages: roomFor(() => 0) });
    spawner.spawn(jobs(1));
    await settle();
    expect(spawner.stats()).toMatchObject({ queued: 0, underway: 0 });
  });

  test('is cut to those who fit, if that is wanted', async () => {
    const findShortages = roomFor(() => 20);
    const { spawner, launcher, events } = createWorld({ need, findShortages, whenShort: 'cut' });
    const { counts, halted, jobs: reports } = await spawner.spawn(jobs(9)).summary;
    expect(counts).toMatchObject({ ready: 6, halted: 3 });
    expect(launcher.starts).toBe(6);
    expect(halted).toContain('they need 27 descriptors and there are 20');
    expect(reports.map(({ outcome }) => outcome).lastIndexOf('ready')).toBe(5);
    expect(reports[6]!.error).toBeInstanceOf(CapacityError);
    expect(events).toContainEqual({ kind: 'halted', because: halted });
  });

  test('that just fits is started', async () => {
    const { spawner } = createWorld({ need, findShortages: roomFor(() => 21) });
    expect((await spawner.spawn(jobs(7)).summary).counts.ready).toBe(7);
  });

  test('of memory is not judged ahead, unless it is told what an agent takes', async () => {
    const findShortages = roomFor(() => 0, 'memory');
    const { spawner } = createWorld({ need, findShortages });
    expect((await spawner.spawn(jobs(2)).summary).counts.ready).toBe(2);
    const told = createWorld({ need: { ...need, memoryBytes: 1 }, findShortages });
    await expect(told.spawner.spawn(jobs(2)).summary).rejects.toBeInstanceOf(CapacityError);
  });

  test('goes on where nobody can look', async () => {
    const findShortages = (): Promise<never> => Promise.reject(new Error('EMFILE'));
    const { spawner } = createWorld({ need, findShortages });
    expect((await spawner.spawn(jobs(3)).summary).counts.ready).toBe(3);
  });
});

describe('once the first is ready, and it was looked at what one takes', () => {
  /** Looking is no script: it takes as long as it takes. */
  const isCut = async ({ events }: World): Promise<void> => {
    while (events.every(({ kind }) => kind !== 'halted')) await settle();
  };
  const partly = { descriptors: 3, tasks: 1 };

  test('those who would not fit are given up, the last ones, whoever waits for what', async () => {
    let room = 1_000;
    const world = createWorld({
      need: partly,
      plan: 'hang',
      strategy: window(3),
      findShortages: roomFor(() => room),
    });
    const { spawner, launcher } = world;
    const fate = fateOf(spawner.spawn(jobs(9)).summary);
    await settle();
    launcher.open[2]!.fail(transient());
    await settle();
    room = 6;
    launcher.open[0]!.succeed();
    await isCut(world);
    // Underway are 1, 3 and 4; of the others two fit: 2, which waits for its next try, and 5.
    expect(launcher.open.map(({ options }) => options.id)).toEqual(['j1', 'j3', 'j4']);
    for (let left = 5; left > 0; left--) {
      launcher.open[0]!.succeed();
      await pass(100);
    }
    const outcomes = fate.value!.jobs.map(({ outcome }) => outcome);
    expect(outcomes).toEqual([...Array(6).fill('ready'), ...Array(3).fill('halted')]);
    expect([launcher.agents.length, launcher.starts]).toEqual([6, 7]);
  });

  test('who waits for another try and does not fit is not tried again', async () => {
    let room = 1_000;
    const findShortages = roomFor(() => room);
    const world = createWorld({ need: partly, plan: 'hang', findShortages });
    const { spawner, launcher } = world;
    const fate = fateOf(spawner.spawn(jobs(2)).summary);
    await settle();
    launcher.open[1]!.fail(transient());
    await settle();
    room = 0;
    launcher.open[0]!.succeed();
    await isCut(world);
    await pass(10_000);
    expect(fate.value!.counts).toMatchObject({ ready: 1, halted: 1 });
    expect(launcher.starts).toBe(2);
  });
});
