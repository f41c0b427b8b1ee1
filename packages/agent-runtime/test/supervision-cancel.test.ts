import { describe, expect, test } from 'vitest';
import { createSupervisor } from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { createScriptedLauncher } from './fixtures/scripted-launcher.ts';
import { family, FOR_EVER, kinds, LONG, supervise } from './fixtures/supervised.ts';

describe('cancelling', () => {
  test('ends a start: what is queued never begins, what is starting and ready goes', async () => {
    const scripted = createScriptedLauncher();
    const abort = new AbortController();
    const reason = new Error('enough');
    const starting = createSupervisor({
      launcher: scripted.launcher,
      children: family('a', 'b', 'c'),
      signal: abort.signal,
      onEvent: ({ kind }) => {
        if (kind === 'started') scripted.plan = 'hang';
        setImmediate(() => setImmediate(() => abort.abort(reason)));
      },
    });

    expect(await rejection(starting, Error)).toBe(reason);
    expect(scripted.steps.join()).toBe('start a,ready a,start b,stop a,gone a');
  });

  test('closes a supervisor that has started', async () => {
    const abort = new AbortController();
    await using world = await supervise({ signal: abort.signal });
    world.forget();

    abort.abort();
    expect(await world.supervisor.ended).toBeUndefined();

    expect(world.scripted.steps.join()).toBe('stop c,gone c,stop b,gone b,stop a,gone a');
    expect(await rejection(world.supervisor.agent('a'), DOMException)).toBe(abort.signal.reason);
  });

  test('with a signal that was aborted starts nothing', async () => {
    const scripted = createScriptedLauncher();
    const options = { launcher: scripted.launcher, children: family('a') };

    await rejection(createSupervisor({ ...options, signal: AbortSignal.abort() }), DOMException);

    expect(scripted.steps).toEqual([]);
  });

  test.each([
    ['a pause', { backoff: LONG, intensity: FOR_EVER }, 'restarting', 'waiting'],
    ['a restart', {}, 'restarting', 'starting'],
  ] as const)('by close ends %s, and all who wait for it', async (_what, options, event, kind) => {
    const world = await supervise(options);
    world.scripted.plan = 'hang';
    const heard = world.next(event);
    world.scripted.live.get('b')!.die();
    await heard;
    while (kinds(world.supervisor)['b'] !== kind) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const waiting = rejection(world.supervisor.agent('b'), Error);

    await world.supervisor.close();

    expect((await waiting).message).toBe('the supervisor is closed');
    expect(world.told.filter((line) => line === 'died b')).toHaveLength(1);
    expect(kinds(world.supervisor)).toEqual({ a: 'ended', b: 'ended', c: 'ended' });
  });

  test('one who waits for an agent leaves the others waiting', async () => {
    await using world = await supervise({ children: family('a') });
    world.scripted.plan = 'hang';
    const died = world.next('died');
    world.scripted.live.get('a')!.die();
    await died;
    const abort = new AbortController();
    const impatient = world.supervisor.agent('a', { signal: abort.signal });
    const patient = world.supervisor.agent('a');

    abort.abort();
    await rejection(impatient, DOMException);
    await world.supervisor.close();

    expect((await rejection(patient, Error)).message).toBe('the supervisor is closed');
  });
});
