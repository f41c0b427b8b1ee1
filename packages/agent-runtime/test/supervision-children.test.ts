import { describe, expect, test } from 'vitest';
import { AgentExitedError, createSupervisor, LaunchError, type Restart } from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { createScriptedLauncher } from './fixtures/scripted-launcher.ts';
import { child, family, FOR_EVER, killed, kinds, LONG, supervise } from './fixtures/supervised.ts';

describe('children', () => {
  test('are started in their order, each when the one before is ready', async () => {
    await using world = await supervise();

    expect(world.scripted.steps.join()).toBe('start a,ready a,start b,ready b,start c,ready c');
    expect(kinds(world.supervisor)).toEqual({ a: 'running', b: 'running', c: 'running' });
  });

  test('are stopped in the reverse order, each when the one after is gone', async () => {
    const world = await supervise();
    world.forget();

    await world.supervisor.close();

    expect(world.scripted.steps.join()).toBe('stop c,gone c,stop b,gone b,stop a,gone a');
    expect(world.told).toEqual(['stopped c', 'stopped b', 'stopped a']);
    expect(kinds(world.supervisor)).toEqual({ a: 'ended', b: 'ended', c: 'ended' });
    expect(await world.supervisor.ended).toBeUndefined();
  });

  test('that have all ended for good do not end their supervisor', async () => {
    const world = await supervise({ children: [child('a', { restart: 'temporary' })] });
    let isOver = false;
    void world.supervisor.ended.then(() => (isOver = true));

    world.scripted.live.get('a')!.die();
    await expect.poll(() => kinds(world.supervisor)).toEqual({ a: 'ended' });

    expect(isOver).toBe(false);
    await world.supervisor.close();
    expect(await world.supervisor.ended).toBeUndefined();
  });

  test('that were ready go again when a later one cannot start', async () => {
    const scripted = createScriptedLauncher();
    const starting = createSupervisor({
      launcher: scripted.launcher,
      children: family('a', 'b', 'c'),
      onEvent: ({ kind }) => {
        // The second has been asked for by now and the script decides a turn later.
        if (kind === 'started') scripted.plan = 'fail';
      },
    });

    expect((await rejection(starting, LaunchError)).agentId).toBe('b');
    expect(scripted.steps.join()).toBe('start a,ready a,start b,stop a,gone a');
  });

  test.each([
    ['one_for_one', 'start b,ready b'],
    ['rest_for_one', 'stop c,gone c,start b,ready b,start c,ready c'],
    ['one_for_all', 'stop c,gone c,stop a,gone a,start a,ready a,start b,ready b,start c,ready c'],
  ] as const)('under %s are restarted with one that died: %s', async (strategy, steps) => {
    await using world = await supervise({ strategy });
    world.forget();

    await killed(world, 'b', steps.split('ready').length - 1);

    expect(world.scripted.steps.join()).toBe(`gone b,${steps}`);
  });

  test.each<[Restart, number, string]>([
    ['permanent', 0, 'waiting'],
    ['transient', 0, 'ended'],
    ['temporary', 0, 'ended'],
    ['transient', 1, 'waiting'],
    ['temporary', 1, 'ended'],
  ])('that are %s and leave with code %i are %s after that', async (restart, code, kind) => {
    await using world = await supervise({
      children: [child('a', { restart })],
      intensity: FOR_EVER,
      backoff: LONG,
    });

    const died = world.next('died');
    world.scripted.live.get('a')!.die({ code });
    await died;

    expect(kinds(world.supervisor)).toEqual({ a: kind });
  });

  test('that are temporary and were stopped with another are not started with it', async () => {
    await using world = await supervise({
      strategy: 'one_for_all',
      children: [child('a'), child('b', { restart: 'temporary' })],
    });

    await killed(world, 'a', 1);

    expect(kinds(world.supervisor)).toEqual({ a: 'running', b: 'ended' });
    expect((await rejection(world.supervisor.agent('b'), AgentExitedError)).exit).toMatchObject({
      because: 'stop',
    });
  });

  test('tell how often they were restarted, and of their last death', async () => {
    await using world = await supervise({ children: family('a'), clock: { now: () => 17 } });
    expect(world.supervisor.children()).toMatchObject([{ restarts: 0, lastDeath: undefined }]);

    const exit = { code: null, signal: 'SIGKILL', outOfMemory: true, stderr: ['last'] } as const;
    world.scripted.live.get('a')!.die(exit);
    await world.next('started');

    const [view] = world.supervisor.children();
    expect(view).toMatchObject({ restarts: 1, state: { kind: 'running', incarnation: 2 } });
    expect(view!.lastDeath).toMatchObject({ childId: 'a', atMs: 17, exit });
    expect(String(view!.lastDeath!.error)).toContain('killed by SIGKILL, out of memory');
  });
});

describe('an agent', () => {
  test('is given at once when it is ready, and when it is again after it died', async () => {
    await using world = await supervise({ children: family('a') });
    const first = await world.supervisor.agent('a');

    world.scripted.live.get('a')!.die();
    const second = await world.supervisor.agent('a');

    expect([first.incarnation, second.incarnation]).toEqual([1, 2]);
  });

  test('of nobody is a slip of the caller', async () => {
    await using world = await supervise();

    expect((await rejection(world.supervisor.agent('x'), TypeError)).message).toBe(
      '`childId` must be that of a child, got "x"',
    );
  });
});

test.each<readonly [string, Record<string, unknown>, RegExp]>([
  ['no children', { children: [] }, /`children`: /],
  ['two of one id', { children: family('a', 'a') }, /`children`: ids must differ/],
  ['a bad id', { children: family('a b') }, /`children.0.id`: `id` must be 1 to 64 letters/],
  [
    'a bad spec',
    { children: [child('a', { spec: { command: '' } })] },
    /`children.0.spec`: an agent spec is wrong: `command`: Too small: .*, got ''$/,
  ],
  ['an unknown strategy', { strategy: 'all' }, /`strategy`: /],
  ['half a restart', { intensity: { maxRestarts: 0.5, withinMs: 1 } }, /`intensity.maxRestarts`: /],
  [
    'pauses that shrink',
    { backoff: { firstMs: 10, longestMs: 5 } },
    /`backoff.longestMs`: must not be less than `firstMs`, got 5$/,
  ],
  ['no chance', { random: 0.5 }, /`random`: must be a function, got 0.5$/],
  ['a misspelt field', { intensty: {} }, /`options`: .*intensty/],
  ['a limit out of reach', { intensity: { maxRestarts: 50, withinMs: 5_000 } }, /can never be/],
])('a supervisor with %s is refused before anything starts', async (_what, wrong, message) => {
  const scripted = createScriptedLauncher();
  const options = { launcher: scripted.launcher, children: family('a') };

  const error = await rejection(createSupervisor({ ...options, ...wrong }), TypeError);

  expect(error.message).toMatch(message);
  expect(scripted.steps).toEqual([]);
});
