import { describe, expect, test } from 'vitest';
import { MeasurementError } from '../src/errors.ts';
import { runTrial, type RunTrialOptions } from '../src/trial/run-trial.ts';
import { manualClock, type ManualClock } from './support/manual-clock.ts';

const metrics = {
  readyMs: { unit: 'ms', about: 'a', summary: 'median' },
  hitRate: { unit: 'ratio', about: 'b', summary: 'single' },
} as const;

function optionsWith(
  trial: RunTrialOptions['trial'],
  more: Partial<RunTrialOptions> = {},
): RunTrialOptions & { readonly clock: ManualClock } {
  const clock = manualClock();
  return {
    arm: 'cold',
    metrics,
    trial,
    deadlineMs: 100,
    graceMs: 10,
    signal: new AbortController().signal,
    onLate: () => undefined,
    ...more,
    clock,
  };
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason);
    });
  });

describe('a trial', () => {
  test('that ends in time is ok, with its observations and its duration', async () => {
    const options = optionsWith(async ({ observe }) => {
      observe({ readyMs: 1, hitRate: 0.5 });
      observe({ readyMs: -0 });
      options.clock.advance(30);
    });
    expect(await runTrial(options)).toEqual({
      outcome: 'ok',
      durationMs: 30,
      observations: { readyMs: [1, 0], hitRate: [0.5] },
    });
  });

  test('that throws has failed, and says why', async () => {
    const options = optionsWith(async () => {
      throw new RangeError('no more agents', { cause: new Error('EAGAIN') });
    });
    expect(await runTrial(options)).toMatchObject({
      outcome: 'failed',
      because: 'RangeError: no more agents, because EAGAIN',
    });
  });

  test('that throws before its first await has failed as well', async () => {
    const options = optionsWith(() => {
      throw new Error('at once');
    });
    expect(await runTrial(options)).toMatchObject({ outcome: 'failed', because: 'Error: at once' });
  });

  test('is aborted at its deadline and then has timed out', async () => {
    const options = optionsWith(({ signal }) => untilAborted(signal));
    const report = runTrial(options);
    options.clock.advance(100);
    expect(await report).toMatchObject({
      outcome: 'timed out',
      because: 'it was still running at its deadline of 100 ms',
      durationMs: 100,
    });
  });

  test('has timed out also when it kept the timer from firing', async () => {
    let late = (): void => undefined;
    const options = optionsWith(async () => {
      late();
    });
    const now = options.clock.now;
    let shiftMs = 0;
    late = () => {
      shiftMs = 101;
    };
    const clock = { ...options.clock, now: () => now() + shiftMs };
    expect(await runTrial({ ...options, clock })).toMatchObject({ outcome: 'timed out' });
  });

  test('that outlives its deadline by the grace is a measurement error', async () => {
    const options = optionsWith(() => new Promise(() => undefined));
    const report = runTrial(options);
    options.clock.advance(100);
    options.clock.advance(10);
    await expect(report).rejects.toThrow(MeasurementError);
    await expect(report).rejects.toThrow(
      /a trial of cold did not end within 10 ms of being aborted.*would disturb the next trials/,
    );
  });

  test('is aborted with the run', async () => {
    const run = new AbortController();
    let reason: unknown;
    const options = optionsWith(
      async ({ signal }) => {
        await untilAborted(signal).catch((error: unknown) => {
          reason = error;
        });
      },
      { signal: run.signal },
    );
    const report = runTrial(options);
    run.abort(new Error('Ctrl-C'));
    expect(await report).toMatchObject({ outcome: 'aborted', because: 'the run was stopped' });
    expect(reason).toEqual(new Error('Ctrl-C'));
  });

  test('that ignores the abort of the run is left behind after the grace', async () => {
    const run = new AbortController();
    const options = optionsWith(() => new Promise(() => undefined), { signal: run.signal });
    const report = runTrial(options);
    run.abort();
    options.clock.advance(10);
    expect(await report).toMatchObject({ outcome: 'aborted' });
  });
});

describe('observing', () => {
  test.each<[string, Record<string, number>, string]>([
    [
      'an unknown metric',
      { readyMS: 1 },
      '`observe` in arm cold must name one of readyMs, hitRate, got "readyMS"',
    ],
    [
      'an inherited name',
      Object.fromEntries([['toString', 1]]),
      '`observe` in arm cold must name one of readyMs, hitRate, got "toString"',
    ],
    ['NaN', { readyMs: Number.NaN }, '`readyMs` in arm cold must be a finite number, got NaN'],
    [
      'Infinity',
      { readyMs: -Infinity },
      '`readyMs` in arm cold must be a finite number, got -Infinity',
    ],
    ['text', { readyMs: '1' as never }, '`readyMs` in arm cold must be a finite number, got 1'],
  ])('%s is refused, and the trial has failed even if it goes on', async (_, values, message) => {
    let thrown: unknown;
    const options = optionsWith(async ({ observe }) => {
      try {
        observe(values);
      } catch (error) {
        thrown = error;
      }
    });
    expect(await runTrial(options)).toMatchObject({ outcome: 'failed', because: message });
    expect(thrown).toEqual(new TypeError(message));
  });

  test('a single value twice is refused', async () => {
    const options = optionsWith(async ({ observe }) => {
      observe({ hitRate: 0.7 });
      observe({ hitRate: 0.8 });
    });
    expect(await runTrial(options)).toMatchObject({
      outcome: 'failed',
      because: '`hitRate` in arm cold must be observed once a trial, got 0.8 as well as 0.7',
    });
  });

  test('after the deadline of a trial is still part of it, after its end it is counted only', async () => {
    let observeLater = (): void => undefined;
    const late: number[] = [];
    const options = optionsWith(
      async ({ observe, signal }) => {
        observeLater = () => {
          observe({ readyMs: 2, hitRate: 1 });
        };
        await untilAborted(signal).catch(() => undefined);
        observe({ readyMs: 1 });
      },
      { onLate: (count) => late.push(count) },
    );
    const pending = runTrial(options);
    options.clock.advance(100);
    const report = await pending;
    expect(report.observations).toEqual({ readyMs: [1] });
    observeLater();
    expect(report.observations).toEqual({ readyMs: [1] });
    expect(late).toEqual([2]);
  });
});
