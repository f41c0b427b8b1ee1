import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWatchdogs, type WatchdogLimits, type Watchdogs } from '../src/agent/watchdogs.ts';
import { systemClock } from '../src/clock.ts';
import type { WedgedError } from '../src/errors.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface World {
  readonly watchdogs: Watchdogs;
  readonly beat: ReturnType<typeof vi.fn>;
  readonly onWedged: ReturnType<typeof vi.fn<(error: WedgedError) => void>>;
}

function watching(limits: WatchdogLimits): World {
  const beat = vi.fn<() => void>();
  const onWedged = vi.fn<(error: WedgedError) => void>();
  const options = { ...limits, agentId: 'a', clock: systemClock, beat, onWedged };
  return { watchdogs: createWatchdogs(options), beat, onWedged };
}

const heartbeat = { everyMs: 100, missedMs: 250 };
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('a heart that answers beats on, one beat at a time', async () => {
  const { watchdogs, beat, onWedged } = watching({ heartbeat });

  for (let beats = 1; beats <= 20; beats++) {
    await pass(100);
    expect(beat).toHaveBeenCalledTimes(beats);
    expect(watchdogs.answered()).toBe(true);
  }
  expect(onWedged).not.toHaveBeenCalled();
});

test('a heart that does not answer is given its time, and is not asked again', async () => {
  const { beat, onWedged } = watching({ heartbeat });

  await pass(349);
  expect(onWedged).not.toHaveBeenCalled();
  await pass(3);

  expect(beat).toHaveBeenCalledOnce();
  expect(onWedged.mock.calls[0]?.[0].message).toBe('agent a is wedged: no heartbeat for 250 ms');
  await pass(1_000);
  expect(onWedged).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

test('a pong that no heartbeat asked for is none', () => {
  expect(watching({ heartbeat }).watchdogs.answered()).toBe(false);
});

test('whatever an agent says is a sign of life while its heart is asked', async () => {
  const { watchdogs, onWedged } = watching({ heartbeat });

  for (let n = 0; n < 20; n++) {
    await pass(100);
    watchdogs.heard('message');
  }
  expect(onWedged).not.toHaveBeenCalled();
  await pass(253);
  expect(onWedged).toHaveBeenCalledOnce();
});

test('an agent that owes nothing may be silent for ever', async () => {
  const { watchdogs, onWedged } = watching({ inactivityMs: 100 });

  await pass(1_000);
  watchdogs.owes(1);
  await pass(99);
  watchdogs.owes(0);
  await pass(1_000);

  expect(onWedged).not.toHaveBeenCalled();
});

test.each(['message', 'ack', 'result', 'error'] as const)(
  'work that shows by a %s may go on for ever',
  async (type) => {
    const { watchdogs, onWedged } = watching({ inactivityMs: 100 });
    watchdogs.owes(1);

    for (let n = 0; n < 20; n++) {
      await pass(90);
      watchdogs.heard(type);
    }
    expect(onWedged).not.toHaveBeenCalled();
    await pass(103);
    expect(onWedged).toHaveBeenCalledOnce();
  },
);

test('a heartbeat is no progress: a hung task in a lively process is found', async () => {
  const { watchdogs, onWedged } = watching({ heartbeat, inactivityMs: 1_000 });
  watchdogs.owes(1);

  for (let n = 0; n < 11; n++) {
    await pass(100);
    watchdogs.heard('pong');
    watchdogs.answered();
  }
  expect(onWedged.mock.calls[0]?.[0].message).toContain('silent for 1000 ms');
});

test('new work does not put off what old work owes', async () => {
  const { watchdogs, onWedged } = watching({ inactivityMs: 100 });

  for (let answers = 1; answers <= 4; answers++) {
    watchdogs.owes(answers);
    await pass(30);
  }
  expect(onWedged).toHaveBeenCalledOnce();
});

test('nothing is watched any more after the end', async () => {
  const { watchdogs, beat, onWedged } = watching({ heartbeat, inactivityMs: 100 });
  watchdogs.owes(1);
  await pass(50);
  watchdogs.end();

  await pass(1_000);

  expect(beat).not.toHaveBeenCalled();
  expect(onWedged).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
