import { HaltedError, window } from '@muster/spawning';
import { describe, expect, test, vi } from 'vitest';
import { permanent } from './fixtures/scripted-launcher.ts';
import { createWorld, fateOf, idsOf, jobs, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('iterating a burst', () => {
  test('gives each agent as it becomes ready', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang' });
    const burst = spawner.spawn(jobs(3));
    const agents = burst[Symbol.asyncIterator]();
    const first = fateOf(agents.next());
    await settle();
    expect(first.settled).toBe(false);
    launcher.open[2]!.succeed();
    await settle();
    expect(first.value).toMatchObject({ done: false, value: { id: 'j2' } });
    launcher.open[0]!.succeed();
    launcher.open[0]!.fail(permanent());
    await settle();
    expect(await agents.next()).toMatchObject({ done: false, value: { id: 'j0' } });
    expect(await agents.next()).toEqual({ done: true, value: undefined });
    expect(await agents.next()).toEqual({ done: true, value: undefined });
  });

  test('after it is over still gives all', async () => {
    const { spawner } = createWorld();
    const burst = spawner.spawn(jobs(3));
    await burst.summary;
    expect(await idsOf(burst)).toEqual(['j0', 'j1', 'j2']);
    expect(await idsOf(burst)).toEqual([]);
  });

  test('is not needed for it to go on', async () => {
    const { spawner, launcher } = createWorld({ strategy: window(2) });
    const { counts } = await spawner.spawn(jobs(30)).summary;
    expect([counts.ready, launcher.agents.length]).toEqual([30, 30]);
  });

  test('by two gives each agent to one of them', async () => {
    const { spawner } = createWorld({ strategy: window(2) });
    const burst = spawner.spawn(jobs(20));
    const [a, b] = await Promise.all([idsOf(burst), idsOf(burst)]);
    expect(a.length).toBeGreaterThan(0);
    expect(b.length).toBeGreaterThan(0);
    expect([...a, ...b]).toHaveLength(20);
    expect(new Set([...a, ...b])).toEqual(new Set(jobs(20).map(({ id }) => id)));
  });

  test('with no agents is over at once', async () => {
    const { spawner } = createWorld();
    const burst = spawner.spawn([]);
    expect(await idsOf(burst)).toEqual([]);
    expect(await burst.summary).toMatchObject({ jobs: [], tries: 0, lastReadyMs: undefined });
  });
});

describe('leaving the loop early', () => {
  test('ends the starts, and stops who was ready and not given', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(4) });
    const burst = spawner.spawn(jobs(8));
    await settle();
    for (let n = 0; n < 2; n++) launcher.open[0]!.succeed();
    await settle();
    for await (const agent of burst) {
      expect(agent.id).toBe('j0');
      break;
    }
    await settle();
    const { counts, jobs: reports } = await burst.summary;
    expect(counts).toMatchObject({ ready: 2, aborted: 6 });
    expect(reports[7]!.error).toBeInstanceOf(HaltedError);
    expect(launcher.open).toEqual([]);
    expect(launcher.agents.map(({ stops }) => stops)).toEqual([0, 1]);
  });

  test('stops also who becomes ready afterwards', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang' });
    launcher.heedsAbort = false;
    const burst = spawner.spawn(jobs(2));
    await settle();
    launcher.open[0]!.succeed();
    for await (const _ of burst) break;
    const late = launcher.open[0]!.succeed();
    await burst.summary;
    expect(late.stops).toBe(1);
    expect(launcher.agents[0]!.stops).toBe(0);
  });

  test('ends the loop of another, too', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang' });
    const burst = spawner.spawn(jobs(3));
    const other = fateOf(idsOf(burst));
    await settle();
    await burst[Symbol.asyncIterator]().return!();
    await settle();
    expect(other.value).toEqual([]);
    expect(launcher.open).toEqual([]);
  });

  test('with the last agent leaves all as it is', async () => {
    const { spawner, launcher } = createWorld();
    const burst = spawner.spawn(jobs(2));
    let seen = 0;
    for await (const _ of burst) if (++seen === 2) break;
    expect((await burst.summary).counts).toMatchObject({ ready: 2, aborted: 0 });
    expect(launcher.agents.map(({ stops }) => stops)).toEqual([0, 0]);
  });
});

describe('progress', () => {
  test('says how far the burst is, and what is left at that rate', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(2) });
    const burst = spawner.spawn(jobs(5));
    expect(burst.progress()).toEqual({
      wanted: 5,
      settled: 0,
      ready: 0,
      failed: 0,
      underway: 0,
      leftMs: undefined,
    });
    await settle();
    vi.advanceTimersByTime(50);
    launcher.open[0]!.succeed();
    launcher.open[0]!.fail(permanent());
    await settle();
    expect(burst.progress()).toMatchObject({
      settled: 2,
      ready: 1,
      failed: 1,
      underway: 2,
      leftMs: 150,
    });
  });
});
