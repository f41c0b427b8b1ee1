import { describe, expect, test, vi } from 'vitest';
import { breakerState, pauseMs as pauseAfter } from '../src/starting/breaker.ts';
import {
  createStartFailures as createWith,
  type StartFailures,
} from '../src/starting/start-failures.ts';
import { useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

const createStartFailures = (onPauseOver: () => void): StartFailures =>
  createWith({ breakAfter: 3, random: () => 0, onPauseOver });

/** How long the pause lasts that is under way. */
function pauseMs(failures: { readonly pausing: boolean }): number {
  let ms = 0;
  for (; failures.pausing; ms += 50) vi.advanceTimersByTime(50);
  return ms;
}

test('each pause ends with one call, and is twice as long as the one before', () => {
  const onPauseOver = vi.fn<() => void>();
  const failures = createStartFailures(onPauseOver);
  expect(failures.pausing).toBe(false);
  for (const [index, ms] of [50, 100, 200].entries()) {
    failures.failed('no');
    failures.failed('no, too');
    expect(pauseMs(failures)).toBe(ms);
    expect(onPauseOver).toHaveBeenCalledTimes(index + 1);
  }
});

test('a success ends the run and clears the blame', () => {
  const failures = createStartFailures(() => undefined);
  failures.failed('no');
  expect([pauseMs(failures), failures.lastError]).toEqual([50, 'no']);
  failures.succeeded();
  expect(failures.lastError).toBeUndefined();
  failures.failed('again');
  expect(pauseMs(failures)).toBe(50);
});

test('a success taken back goes on with the run where it was broken off', () => {
  const failures = createStartFailures(() => undefined);
  for (let n = 0; n < 3; n++) {
    failures.failed('no');
    pauseMs(failures);
  }
  failures.succeeded()('died at once');
  expect(failures.lastError).toBe('died at once');
  expect(pauseMs(failures)).toBe(400);
});

test('of two successes side by side, taking back the second forgets nothing of the first', () => {
  const failures = createStartFailures(() => undefined);
  for (let n = 0; n < 3; n++) {
    failures.failed('no');
    pauseMs(failures);
  }
  const [first, second] = [failures.succeeded(), failures.succeeded()];
  first('died at once');
  expect(pauseMs(failures)).toBe(400);
  second('died at once, too');
  expect(pauseMs(failures)).toBe(800);
});

test('a pause that is cancelled ends without a word', () => {
  const onPauseOver = vi.fn<() => void>();
  const failures = createStartFailures(onPauseOver);
  failures.failed('no');
  failures.cancel();
  vi.advanceTimersByTime(60_000);
  expect(onPauseOver).not.toHaveBeenCalled();
});

describe('the pause after failed starts', () => {
  test.each([
    [1, 50],
    [2, 100],
    [3, 200],
    [7, 3_200],
    [8, 5_000],
    [10_000, 5_000],
    [Number.MAX_SAFE_INTEGER, 5_000],
  ])('after %i in a row it is %i ms at most, and half of it at least', (failures, ms) => {
    expect(pauseAfter(failures, () => 0)).toBe(ms);
    expect(pauseAfter(failures, () => 0.5)).toBe(Math.round(ms * 0.75));
    expect(pauseAfter(failures, () => 1 - Number.EPSILON)).toBe(ms / 2);
  });
});

describe('the breaker', () => {
  test.each([
    [2, false, 'closed'],
    [2, true, 'closed'],
    [3, true, 'open'],
    [3, false, 'trying'],
    [9, true, 'open'],
  ] as const)('after %i failures, pausing %s, it is %s', (failures, pausing, state) => {
    expect(breakerState(failures, 3, pausing)).toBe(state);
  });

  test('opens, tries and closes with the run of failures', () => {
    const failures = createStartFailures(() => undefined);
    const states = [1, 2, 3].map(() => {
      failures.failed('no');
      const state = failures.state;
      pauseMs(failures);
      return state;
    });
    expect(states).toEqual(['closed', 'closed', 'open']);
    expect([failures.state, failures.inARow]).toEqual(['trying', 3]);
    failures.succeeded();
    expect([failures.state, failures.inARow]).toEqual(['closed', 0]);
  });
});
