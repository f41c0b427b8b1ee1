import { window } from '@muster/spawning';
import { describe, expect, test, vi } from 'vitest';
import { exhausted, permanent, transient } from './fixtures/scripted-launcher.ts';
import {
  createWorld,
  fateOf,
  jobs,
  pass,
  PRESSED,
  settle,
  useScriptedTime,
} from './fixtures/world.ts';

useScriptedTime();

const reason = new Error('enough of it');

describe('aborting', () => {
  test('reaches who is ready, underway, queued and waiting for another try', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(3) });
    const user = new AbortController();
    const burst = spawner.spawn(jobs(6), { signal: user.signal });
    const fate = fateOf(burst.summary);
    await settle();
    launcher.open[0]!.succeed();
    launcher.open[0]!.fail(transient());
    await settle();
    expect([launcher.open.length, burst.progress().ready]).toEqual([3, 1]);
    user.abort(reason);
    await settle();
    expect(launcher.open).toEqual([]);
    expect(fate.value!.counts).toMatchObject({ ready: 1, aborted: 5 });
    for (const { outcome, error } of fate.value!.jobs) {
      expect(error).toBe(outcome === 'ready' ? undefined : reason);
    }
    expect(launcher.agents[0]!.stops).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(launcher.starts).toBe(5);
  });

  test('after the burst stops its agents, once', async () => {
    const { spawner, launcher } = createWorld();
    const user = new AbortController();
    await spawner.spawn(jobs(3), { signal: user.signal }).summary;
    expect(launcher.agents.map(({ stops }) => stops)).toEqual([0, 0, 0]);
    launcher.agents[1]!.end();
    await settle();
    user.abort(reason);
    expect(launcher.agents.map(({ stops }) => stops)).toEqual([1, 0, 1]);
  });

  test('leaves nothing on the signal when all is over', async () => {
    const { spawner, launcher } = createWorld();
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await spawner.spawn(jobs(3), { signal }).summary;
    expect(removed.mock.calls.length).toBeLessThan(added.mock.calls.length);
    for (const agent of launcher.agents) agent.end();
    await settle();
    const listenersOf = (calls: readonly unknown[][]) => calls.map(([, listener]) => listener);
    const still = new Set(listenersOf(added.mock.calls));
    for (const listener of listenersOf(removed.mock.calls)) still.delete(listener);
    expect(still.size).toBe(0);
  });

  test('before the burst starts nothing', async () => {
    const { spawner, launcher } = createWorld();
    const { counts } = await spawner.spawn(jobs(3), { signal: AbortSignal.abort(reason) }).summary;
    await settle();
    expect([counts.aborted, launcher.starts]).toEqual([3, 0]);
  });

  test('stops an agent whose start was too far along to be ended', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang' });
    launcher.heedsAbort = false;
    const user = new AbortController();
    const fate = fateOf(spawner.spawn(jobs(1), { signal: user.signal }).summary);
    await settle();
    user.abort(reason);
    await settle();
    expect(fate.settled).toBe(false);
    const late = launcher.open[0]!.succeed();
    await settle();
    expect(late.stops).toBe(1);
    expect(fate.value!.counts.ready).toBe(1);
  });

  test('a start that fails at that moment makes no failure', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang' });
    launcher.heedsAbort = false;
    const user = new AbortController();
    const fate = fateOf(spawner.spawn(jobs(2), { signal: user.signal }).summary);
    await settle();
    user.abort(reason);
    launcher.open[0]!.fail(exhausted());
    launcher.open[0]!.fail(transient());
    await settle();
    expect(fate.value!.counts).toMatchObject({ aborted: 2, failed: 0 });
    expect(launcher.starts).toBe(2);
  });

  test('ends what a halt has let go on, and says so', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(2) });
    const user = new AbortController();
    const options = { signal: user.signal, halt: { afterFailed: 1 } };
    const fate = fateOf(spawner.spawn(jobs(3), options).summary);
    await settle();
    launcher.open[0]!.fail(permanent());
    await settle();
    user.abort(reason);
    await settle();
    expect(fate.value!.jobs.map(({ outcome }) => outcome)).toEqual(['failed', 'aborted', 'halted']);
    expect(fate.value!.jobs[1]!.error).toBe(reason);
  });

  test('ends a burst that is held, and the looking', async () => {
    const { spawner, host } = createWorld();
    host.reading = PRESSED;
    const user = new AbortController();
    const fate = fateOf(spawner.spawn(jobs(2), { signal: user.signal }).summary);
    await pass(500);
    user.abort(reason);
    await settle();
    expect(fate.value!.counts.aborted).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
    const { looks } = host;
    await pass(1_000);
    expect(host.looks).toBe(looks);
  });

  test('touches no other burst', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(2) });
    const user = new AbortController();
    spawner.spawn(jobs(2, 'a'), { signal: user.signal });
    const other = fateOf(spawner.spawn(jobs(2, 'b')).summary);
    await settle();
    user.abort(reason);
    await settle();
    expect(launcher.open.map(({ options }) => options.id)).toEqual(['b0', 'b1']);
    for (const start of launcher.open.slice()) start.succeed();
    await settle();
    expect(other.value!.counts.ready).toBe(2);
  });
});
