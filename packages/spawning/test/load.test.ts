import { availableParallelism } from 'node:os';
import { HostFullError, type LoadReading, window } from '@muster/spawning';
import { describe, expect, test, vi } from 'vitest';
import { exhausted } from './fixtures/scripted-launcher.ts';
import {
  createWorld,
  fateOf,
  jobs,
  pass,
  PRESSED,
  settle,
  SHOWS_NOTHING,
  useScriptedTime,
} from './fixtures/world.ts';

useScriptedTime();

describe('a host that is pressed', () => {
  test('holds all starts until it is not any more', async () => {
    const { spawner, launcher, host, events } = createWorld({ load: { lookEveryMs: 100 } });
    host.reading = PRESSED;
    const fate = fateOf(spawner.spawn(jobs(3)).summary);
    await pass(950);
    expect(launcher.starts).toBe(0);
    expect(spawner.stats()).toMatchObject({
      queued: 3,
      underway: 0,
      held: expect.stringContaining('memory'),
    });
    host.reading = SHOWS_NOTHING;
    await pass(49);
    expect(launcher.starts).toBe(0);
    await pass(1);
    expect(fate.value!.counts.ready).toBe(3);
    expect(fate.value!.heldMs).toBe(1_000);
    expect(events.slice(0, 2)).toEqual([
      {
        kind: 'held',
        because: 'something waited for memory in 100 % of the time, and 20 % may be',
      },
      { kind: 'released', heldMs: 1_000 },
    ]);
    expect(spawner.stats().held).toBeUndefined();
  });

  test('is looked at before the first start, anew for each burst that begins after a rest', async () => {
    const first = Promise.withResolvers<LoadReading>();
    const second = Promise.withResolvers<LoadReading>();
    const readings = [first.promise, second.promise];
    const { spawner, launcher } = createWorld({ readLoad: () => readings.shift()! });
    for (const [n, reading] of [first, second].entries()) {
      const burst = fateOf(spawner.spawn(jobs(1, `burst${n}-`)).summary);
      await settle();
      expect(launcher.starts).toBe(n);
      reading.resolve(SHOWS_NOTHING);
      await settle();
      expect(burst.value!.counts.ready).toBe(1);
    }
  });

  test('that cannot be looked at holds nothing', async () => {
    const { spawner } = createWorld({ readLoad: () => Promise.reject(new Error('EMFILE')) });
    expect((await spawner.spawn(jobs(3)).summary).counts.ready).toBe(3);
  });

  test('is not looked at while there is nothing to start', async () => {
    const { spawner, host } = createWorld();
    await spawner.spawn(jobs(3)).summary;
    await pass(10_000);
    expect(host.looks).toBe(1);
  });

  test('in its processors bears one start for each core', async () => {
    const { spawner, launcher, host } = createWorld({
      plan: 'hang',
      load: { maxProcessorStall: 0.5 },
    });
    host.reading = { ...SHOWS_NOTHING, processorStallShare: 0.6 };
    spawner.spawn(jobs(availableParallelism() + 5));
    await settle();
    expect(launcher.open).toHaveLength(availableParallelism());
  });

  test('counts what the burst is about to take', async () => {
    const { spawner, launcher, host } = createWorld({
      plan: 'hang',
      need: { descriptors: 1, tasks: 1, memoryBytes: 100e6 },
      load: { reserveShare: 0.1 },
    });
    host.reading = { ...SHOWS_NOTHING, availableBytes: 450e6, totalBytes: 1_000e6 };
    spawner.spawn(jobs(9));
    await settle();
    expect(launcher.open).toHaveLength(3);
  });
});

describe('patience', () => {
  const load = { patienceMs: 5_000 };

  test('ends for all who wait when the host was pressed for so long, and says why', async () => {
    const { spawner, host, launcher } = createWorld({ load });
    host.reading = PRESSED;
    const fate = fateOf(spawner.spawn(jobs(2)).summary);
    await pass(4_990);
    expect(fate.settled).toBe(false);
    await pass(10);
    expect(fate.value).toMatchObject({ counts: { failed: 2 }, heldMs: 5_000 });
    expect(fate.value!.jobs[0]!.error).toBeInstanceOf(HostFullError);
    expect(fate.value!.jobs[0]!.error).toMatchObject({
      message:
        'no start succeeded for 5000 ms: something waited for memory in 100 % of the time, and 20 % may be',
    });
    expect(launcher.starts).toBe(0);
  });

  test('goes on after a success while the host stays pressed', async () => {
    const { spawner, host, launcher } = createWorld({ load, plan: 'hang', strategy: window(2) });
    const fate = fateOf(spawner.spawn(jobs(3)).summary);
    await settle();
    host.reading = PRESSED;
    await pass(3_000);
    launcher.open[0]!.succeed();
    await pass(1_000);
    launcher.open[0]!.succeed();
    await pass(4_900);
    expect(fate.settled).toBe(false);
    await pass(200);
    expect(fate.value!.counts).toMatchObject({ ready: 2, failed: 1 });
  });

  test('is one for both: a host that is pressed, and one that has no room', async () => {
    const { spawner, host, launcher } = createWorld({ load });
    launcher.plan = exhausted;
    const fate = fateOf(spawner.spawn(jobs(1)).summary);
    await pass(2_000);
    host.reading = PRESSED;
    await pass(2_000);
    host.reading = SHOWS_NOTHING;
    await pass(1_100);
    expect(fate.value!.counts.failed).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
