import { describe, expect, test } from 'vitest';
import { createSupervisor, EscalationError, LaunchError } from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { createScriptedLauncher } from './fixtures/scripted-launcher.ts';
import { family, killed, kinds, listen, supervise } from './fixtures/supervised.ts';

describe('a restart', () => {
  test('pauses twice as long after each death, less by chance, and no longer than it may', async () => {
    await using world = await supervise({
      children: family('a'),
      backoff: { firstMs: 2, longestMs: 8 },
      random: () => 0.5,
    });

    const pauses: number[] = [];
    for (let deaths = 0; deaths < 4; deaths++) {
      const restarting = world.next('restarting');
      await killed(world, 'a', 1);
      pauses.push((await restarting).pauseMs);
    }

    expect(pauses).toEqual([1.5, 3, 6, 6]);
  });

  test('that fails counts as a death and is tried again', async () => {
    await using world = await supervise({ children: family('a') });
    world.forget();
    world.scripted.plan = 'fail';
    const died = world.next('died');
    world.scripted.live.get('a')!.die();
    await died;
    expect((await world.next('died')).death).toMatchObject({ exit: undefined, childId: 'a' });

    world.scripted.plan = 'succeed';
    await world.next('started');

    expect(world.told.slice(0, 4)).toEqual(['died a', 'restarting a', 'died a', 'restarting a']);
    expect(kinds(world.supervisor)).toEqual({ a: 'running' });
  });

  test('of one that died together with others is made once', async () => {
    await using world = await supervise({ strategy: 'one_for_all' });
    world.forget();

    for (const scripted of world.scripted.live.values()) scripted.die();
    for (let n = 0; n < 3; n++) await world.next('started');
    // A second round would be under way by then.
    await new Promise((resolve) => setImmediate(resolve));

    expect(world.told.filter((line) => line.startsWith('restarting'))).toEqual(['restarting a']);
    expect(world.told.filter((line) => line.startsWith('started'))).toEqual([
      'started a',
      'started b',
      'started c',
    ]);
  });
});

describe('a supervisor whose children die too often', () => {
  const limited = { intensity: { maxRestarts: 2, withinMs: 1_000 } };

  test('gives up, says why, and parks them all', async () => {
    await using world = await supervise(limited);
    await killed(world, 'a', 1);
    await killed(world, 'b', 1);
    world.forget();
    world.scripted.live.get('c')!.die({ code: 3 });

    const error = await world.supervisor.ended;

    expect(error).toBeInstanceOf(EscalationError);
    expect(error!.deaths.map(({ childId, exit }) => [childId, exit?.code])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 3],
    ]);
    expect(error!.cause).toBe(error!.deaths[2]!.error);
    expect(error!.message).toMatch(/gave up: 3 deaths within 1000 ms, `maxRestarts` is 2\n/);
    expect(error!.message).toMatch(/\n {2}after \d+ ms: agent c is gone: exit code 3$/);
    expect(world.told).toEqual(['died c', 'parked', 'stopped b', 'stopped a']);
    for (const { id, state } of world.supervisor.children()) {
      expect(state).toEqual({ kind: 'parked', why: error });
      expect(await rejection(world.supervisor.agent(id), EscalationError)).toBe(error);
    }
  });

  test('refuses those who wait for an agent at once', async () => {
    await using world = await supervise(limited);
    world.scripted.plan = 'fail';
    world.scripted.live.get('a')!.die();
    const died = world.next('died');
    await died;

    const error = await rejection(world.supervisor.agent('a'), EscalationError);

    expect(error.deaths).toHaveLength(3);
    expect(error.cause).toBeInstanceOf(LaunchError);
  });

  test('goes on when they die as often in a longer time', async () => {
    let nowMs = 0;
    await using world = await supervise({ ...limited, clock: { now: () => nowMs } });

    for (let deaths = 0; deaths < 5; deaths++) {
      await killed(world, 'a', 1);
      nowMs += 501;
    }

    expect(kinds(world.supervisor)).toMatchObject({ a: 'running' });
  });

  test('by default gives up at the second death within five seconds', async () => {
    const scripted = createScriptedLauncher();
    const heard = listen();
    const options = {
      launcher: scripted.launcher,
      children: family('a'),
      onEvent: heard.onEvent,
    };
    await using supervisor = await createSupervisor({ ...options, random: () => 0.9 });

    scripted.live.get('a')!.die();
    await heard.next('started');
    scripted.live.get('a')!.die();

    expect(await supervisor.ended).toBeInstanceOf(EscalationError);
  });
});
