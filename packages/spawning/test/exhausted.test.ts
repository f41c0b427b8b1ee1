import { LaunchError } from '@muster/agent-runtime';
import { HostFullError, window } from '@muster/spawning';
import { describe, expect, test } from 'vitest';
import { exhausted } from './fixtures/scripted-launcher.ts';
import {
  createWorld,
  fateOf,
  idsOf,
  jobs,
  pass,
  settle,
  useScriptedTime,
} from './fixtures/world.ts';

useScriptedTime();

const load = { patienceMs: 5_000 };

describe('a start for which the host had no room', () => {
  test('keeps its place: it is the next to be started', async () => {
    const { spawner, launcher } = createWorld({ strategy: { kind: 'sequential' } });
    launcher.plan = (start) => (start === 2 ? exhausted() : 'succeed');
    const burst = spawner.spawn(jobs(4));
    const ids = idsOf(burst);
    await pass(20);
    expect(await ids).toEqual(['j0', 'j1', 'j2', 'j3']);
    const { jobs: reports, tries } = await burst.summary;
    expect(tries).toBe(5);
    expect(reports[1]!.tries.map(({ cause }) => cause)).toEqual(['exhausted', undefined]);
  });

  test('lowers the limit, which grows again as starts succeed', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(8) });
    spawner.spawn(jobs(100));
    await settle();
    launcher.open[0]!.fail(exhausted());
    await pass(20);
    expect(spawner.stats()).toMatchObject({ limit: 3, underway: 7, queued: 93 });
    for (let n = 0; n < 4; n++) launcher.open[0]!.succeed();
    await settle();
    expect(spawner.stats()).toMatchObject({ limit: 4, underway: 4 });
    for (let n = 0; n < 4; n++) {
      launcher.open[0]!.succeed();
      await settle();
    }
    expect(spawner.stats()).toMatchObject({ limit: 5, underway: 5 });
  });

  test('is not its agent’s fault: no try is spent, and no budget', async () => {
    const { spawner, launcher } = createWorld({
      retry: { tries: 1, leastBudget: 0, budgetShare: 0 },
      load,
    });
    launcher.plan = (start) => (start <= 8 ? exhausted() : 'succeed');
    const fate = fateOf(spawner.spawn(jobs(2)).summary);
    await pass(4_900);
    expect(fate.value!.counts.ready).toBe(2);
  });

  test('keeps all others from starting for a pause that doubles', async () => {
    const { spawner, launcher } = createWorld({ strategy: { kind: 'sequential' }, load });
    launcher.plan = exhausted;
    spawner.spawn(jobs(3));
    await settle();
    const at: number[] = [];
    for (const ms of [20, 40, 80, 160, 320, 640, 1_000, 1_000]) {
      await pass(ms - 1);
      at.push(launcher.starts);
      await pass(1);
      at.push(launcher.starts);
    }
    expect(at).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9]);
  });

  test('counts for nothing once a start has succeeded: the pause is short again', async () => {
    const { spawner, launcher } = createWorld({ strategy: { kind: 'sequential' }, load });
    launcher.plan = (start) => ([1, 2, 3, 5].includes(start) ? exhausted() : 'succeed');
    spawner.spawn(jobs(2));
    await pass(20 + 40 + 80);
    expect(launcher.starts).toBe(5);
    await pass(20);
    expect(launcher.starts).toBe(6);
  });
});

test('a process that died where there is no room for one more had no room', async () => {
  const exit = { code: 1, signal: null, outOfMemory: false, because: undefined, stderr: [] };
  const died = new LaunchError('a', 'hello', 'its process ended', { ...exit, cause: undefined });
  let isFull = true;
  const { spawner, launcher } = createWorld({
    // The look ahead, before the first start, finds room for all.
    findShortages: async (count) =>
      isFull && count === 1
        ? [{ of: 'userTasks', needed: 1, available: 0, limit: 10, fits: 0 }]
        : [],
    retry: { tries: 1 },
  });
  launcher.plan = () => (isFull ? died : 'succeed');
  const fate = fateOf(spawner.spawn(jobs(2)).summary);
  await pass(500);
  expect(fate.settled).toBe(false);
  isFull = false;
  await pass(1_000);
  expect(fate.value!.counts.ready).toBe(2);
  expect(fate.value!.jobs[0]!.tries[0]).toMatchObject({ cause: 'exhausted', error: died });
});

test('an agent that ends by itself while the system refuses others had no room either', async () => {
  const exit = { code: 0, signal: null, outOfMemory: false, because: undefined, stderr: [] };
  const left = new LaunchError('a', 'hello', 'its process ended', { ...exit, cause: undefined });
  const { spawner, launcher } = createWorld({
    plan: 'hang',
    strategy: window(2),
    findShortages: async () => [],
    retry: { tries: 1 },
  });
  const fate = fateOf(spawner.spawn(jobs(2)).summary);
  await settle();
  const [first, second] = launcher.open;
  launcher.plan = () => 'succeed';
  first!.fail(exhausted());
  await settle();
  second!.fail(left);
  await pass(1_000);
  expect(fate.value!.counts.ready).toBe(2);
  expect(fate.value!.jobs[1]!.tries[0]).toMatchObject({ cause: 'exhausted', error: left });
});

test('an agent that never finds room, where others do, lets them go first', async () => {
  const { spawner, launcher } = createWorld({ strategy: window(4), load });
  launcher.plan = (_start, { args }) => (args?.[0] === 'greedy' ? exhausted() : 'succeed');
  const [first, ...others] = jobs(40);
  const greedy = { ...first!, spec: { command: 'scripted', args: ['greedy'] } };
  const fate = fateOf(spawner.spawn([greedy, ...others]).summary);
  await pass(200);
  expect(launcher.agents).toHaveLength(39);
  expect(launcher.starts).toBeLessThan(50);
  await pass(10_000);
  expect(fate.value!.counts).toMatchObject({ ready: 39, failed: 1 });
});

describe('patience', () => {
  test('that runs out while starts are underway ends with them', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', load, strategy: window(2) });
    const fate = fateOf(spawner.spawn(jobs(4)).summary);
    await settle();
    launcher.open[0]!.fail(exhausted());
    await pass(5_000);
    expect(fate.settled).toBe(false);
    const { starts } = launcher;
    for (const start of launcher.open.slice()) start.fail(exhausted());
    await pass(1);
    expect(fate.value!.counts.failed).toBe(4);
    expect(fate.value!.jobs[3]!.error).toBeInstanceOf(HostFullError);
    expect(launcher.starts).toBe(starts);
  });

  test('that runs out while a start is underway is forgotten when it succeeds', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', load, strategy: window(2) });
    const fate = fateOf(spawner.spawn(jobs(4)).summary);
    await settle();
    launcher.open[0]!.fail(exhausted());
    await pass(5_000);
    launcher.plan = () => 'succeed';
    for (const start of launcher.open.slice()) start.succeed();
    await pass(5_000);
    expect(fate.value!.counts.ready).toBe(4);
  });

  test('ends for all who wait when nothing has succeeded for so long', async () => {
    const { spawner, launcher } = createWorld({ load, strategy: { kind: 'sequential' } });
    launcher.plan = (start) => (start === 1 ? 'succeed' : exhausted());
    const fate = fateOf(spawner.spawn(jobs(4)).summary);
    await pass(4_999);
    expect(fate.settled).toBe(false);
    await pass(1);
    expect(fate.value!.counts).toMatchObject({ ready: 1, failed: 3 });
    expect(fate.value!.jobs[3]!.error).toBeInstanceOf(HostFullError);
    expect(fate.value!.jobs[3]!.error).toMatchObject({ patienceMs: 5_000 });
    expect(spawner.stats()).toMatchObject({ underway: 0, queued: 0 });
  });

  test('begins anew with each success', async () => {
    const { spawner, launcher } = createWorld({ load, strategy: { kind: 'sequential' } });
    let isFull = true;
    launcher.plan = () => (isFull ? exhausted() : 'succeed');
    const fate = fateOf(spawner.spawn(jobs(3)).summary);
    for (let n = 0; n < 2; n++) {
      await pass(3_500);
      isFull = false;
      launcher.plan = () => {
        launcher.plan = exhausted;
        return 'succeed';
      };
      await pass(1_000);
    }
    expect(fate.settled).toBe(false);
    await pass(5_000);
    expect(fate.value!.counts).toMatchObject({ ready: 2, failed: 1 });
  });

  test('lets the next burst begin afresh', async () => {
    const { spawner, launcher } = createWorld({ load });
    launcher.plan = exhausted;
    const first = fateOf(spawner.spawn(jobs(2)).summary);
    await pass(10_000);
    expect(first.value!.counts.failed).toBe(2);
    launcher.plan = () => 'succeed';
    const second = fateOf(spawner.spawn(jobs(2)).summary);
    await pass(1_000);
    expect(second.value!.counts.ready).toBe(2);
  });
});
