import { expect, test, vi } from 'vitest';
import { createStartFailures } from '../src/start-failures.ts';
import { useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

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
