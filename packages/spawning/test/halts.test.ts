import { HaltedError, type HaltPolicy, window } from '@muster/spawning';
import { describe, expect, test } from 'vitest';
import { whyHalt } from '../src/tries/halt.ts';
import { permanent, transient } from './fixtures/scripted-launcher.ts';
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

describe('a policy', () => {
  test.each<[string, HaltPolicy, number, number, string | undefined]>([
    ['none', {}, 1_000, 0, undefined],
    ['so many: not yet', { afterFailed: 3 }, 2, 0, undefined],
    ['so many', { afterFailed: 3 }, 3, 97, '3 agents have failed, and the burst halts after 3'],
    ['a share: too few to tell', { afterFailedShare: 0.1 }, 2, 0, undefined],
    ['a share: not yet', { afterFailedShare: 0.1 }, 3, 28, undefined],
    [
      'a share',
      { afterFailedShare: 0.1 },
      3,
      27,
      '10 % of 30 agents have failed, and the burst halts at 10 %',
    ],
    [
      'whichever is first',
      { afterFailed: 9, afterFailedShare: 0.5 },
      3,
      3,
      expect.stringContaining('50 %'),
    ],
  ])('%s', (_, policy, failed, ready, because) => {
    expect(whyHalt(policy, failed, ready)).toEqual(because);
  });
});

describe('a burst that halts', () => {
  test('gives up what it has not started, and keeps what is ready', async () => {
    const { spawner, launcher, events } = createWorld({ strategy: { kind: 'sequential' } });
    launcher.plan = (start) => (start % 2 === 0 ? permanent() : 'succeed');
    const burst = spawner.spawn(jobs(20), { halt: { afterFailed: 2 } });
    const ids = idsOf(burst);
    const { counts, halted, jobs: reports } = await burst.summary;
    expect(counts).toEqual({ ready: 2, failed: 2, halted: 16, aborted: 0, 'done before': 0 });
    expect(await ids).toEqual(['j0', 'j2']);
    expect(launcher.agents.map(({ stops }) => stops)).toEqual([0, 0]);
    expect(launcher.starts).toBe(4);
    expect(halted).toBe('2 agents have failed, and the burst halts after 2');
    expect(reports[4]!.error).toBeInstanceOf(HaltedError);
    expect(reports[4]!.error).toMatchObject({ cause: reports[3]!.error });
    expect(events.filter(({ kind }) => kind === 'halted')).toEqual([
      { kind: 'halted', because: halted },
    ]);
  });

  test('soon lets end what has begun', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(3) });
    const fate = fateOf(spawner.spawn(jobs(9), { halt: { afterFailed: 1 } }).summary);
    await settle();
    launcher.open[0]!.fail(permanent());
    await settle();
    expect([fate.settled, launcher.open.length]).toEqual([false, 2]);
    launcher.open[0]!.succeed();
    launcher.open[0]!.succeed();
    await settle();
    expect(fate.value!.counts).toMatchObject({ ready: 2, failed: 1, halted: 6 });
  });

  test('now ends it', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang', strategy: window(3) });
    const halt = { afterFailed: 1, how: 'now' } as const;
    const fate = fateOf(spawner.spawn(jobs(9), { halt }).summary);
    await settle();
    launcher.open[0]!.succeed();
    await settle();
    launcher.open[0]!.fail(permanent());
    await settle();
    expect(launcher.open).toEqual([]);
    expect(fate.value!.counts).toMatchObject({ ready: 1, failed: 1, halted: 7 });
    expect(launcher.agents[0]!.stops).toBe(0);
  });

  test('tries nothing again', async () => {
    const { spawner, launcher } = createWorld({ plan: 'hang' });
    const fate = fateOf(spawner.spawn(jobs(3), { halt: { afterFailed: 1 } }).summary);
    await settle();
    launcher.open[0]!.fail(transient());
    await settle();
    launcher.open[0]!.fail(permanent());
    await settle();
    launcher.open[0]!.fail(transient());
    await pass(60_000);
    expect(launcher.starts).toBe(3);
    expect(fate.value!.counts).toMatchObject({ failed: 1, halted: 2 });
    expect(fate.value!.jobs.map(({ outcome }) => outcome)).toEqual(['halted', 'failed', 'halted']);
  });

  test('touches no other burst', async () => {
    const { spawner, launcher } = createWorld({ strategy: { kind: 'sequential' } });
    launcher.plan = (start) => (start === 1 ? permanent() : 'succeed');
    const halting = spawner.spawn(jobs(5, 'a'), { halt: { afterFailed: 1 } });
    const other = spawner.spawn(jobs(5, 'b'));
    expect((await halting.summary).counts).toMatchObject({ failed: 1, halted: 4 });
    expect((await other.summary).counts.ready).toBe(5);
  });

  test('by its last agent has nothing to give up', async () => {
    const { spawner, events } = createWorld({ plan: permanent() });
    const { halted } = await spawner.spawn(jobs(2), { halt: { afterFailed: 2 } }).summary;
    await settle();
    expect(halted).toBeUndefined();
    expect(events.map(({ kind }) => kind)).not.toContain('halted');
  });
});
