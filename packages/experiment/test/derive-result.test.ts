import { describe, expect, test } from 'vitest';
import { deriveResult } from '../src/result/derive-result.ts';
import type { ResumedLine, TrialLine } from '../src/journal/journal-lines.ts';
import { planOf } from '../src/plan/plan.ts';
import type { ExperimentResult } from '../src/result/result-schema.ts';
import type { Slot } from '../src/plan/schedule.ts';
import { runScripted, type Scripted } from '../src/trial/scripted-executor.ts';
import { example } from './support/example.ts';
import { header } from './support/journal-lines.ts';

const well = ({ arm }: Slot): Scripted =>
  arm === 'cold'
    ? { observes: { readyMs: 30 }, durationMs: 40 }
    : { observes: { readyMs: 10, hitRate: 0.9 }, durationMs: 20 };

function derive(
  trials: readonly TrialLine[],
  resumed: readonly ResumedLine[] = [],
): ExperimentResult {
  const contents = {
    header: header({ plan: planOf(example, 'quick'), trials: 14 }),
    trials,
    resumed,
    completeBytes: 0,
    tornBytes: 0,
  };
  return deriveResult(example, contents, { file: 'raw', sha256: '0'.repeat(64) });
}

const verdicts = (result: ExperimentResult): unknown =>
  Object.fromEntries(result.judgement.criteria.map(({ id, verdict }) => [id, verdict]));

describe('a scripted run', () => {
  test('runs the whole schedule and is judged, the same every time', async () => {
    const trials = await runScripted(example, 'quick', well);
    expect(trials).toHaveLength(14);
    expect(await runScripted(example, 'quick', well)).toEqual(trials);
    const result = derive(trials);
    expect(verdicts(result)).toEqual({ 'spawn-time': 'met', 'hit-rate': 'met' });
    expect(result.judgement.criteria[0]?.estimate?.value).toBeCloseTo(3, 12);
    expect(result.durations).toEqual({
      trialsMs: 420,
      byArm: { cold: { medianMs: 40, longestMs: 40 }, pool: { medianMs: 20, longestMs: 20 } },
    });
  });

  test('leaves warm-up trials out of what is judged', async () => {
    const trials = await runScripted(example, 'quick', (slot) =>
      slot.warmup ? { outcome: 'failed', because: 'still cold' } : well(slot),
    );
    const result = derive(trials);
    expect(verdicts(result)).toEqual({ 'spawn-time': 'met', 'hit-rate': 'met' });
    expect(result.trials).toMatchObject({ warmup: 2, ok: 12, failed: 0 });
  });

  test.each<[string, Scripted, object, RegExp]>([
    ['fails', { outcome: 'failed', because: 'no agent' }, { failed: 1 }, /no agent/],
    ['times out', { outcome: 'timed out', because: 'too slow' }, { timedOut: 1 }, /too slow/],
    ['observes nothing', { observes: {} }, { ok: 12 }, /readyMs/],
  ])(
    'in which one trial %s has an invalid criterion, never a met one',
    async (_, bad, counts, because) => {
      const trials = await runScripted(example, 'quick', (slot) =>
        !slot.warmup && slot.block === 3 && slot.arm === 'cold' ? bad : well(slot),
      );
      const result = derive(trials);
      expect(verdicts(result)).toEqual({ 'spawn-time': 'invalid', 'hit-rate': 'met' });
      expect(result.judgement.criteria[0]?.because).toMatch(because);
      expect(result.trials).toMatchObject(counts);
    },
  );

  test('that is stopped holds the trials until then, and no verdict is met', async () => {
    const trials = await runScripted(example, 'quick', (slot) =>
      slot.index === 9 ? { outcome: 'aborted', because: 'stopped' } : well(slot),
    );
    expect(trials.map((trial) => trial.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(verdicts(derive(trials))).toEqual({ 'spawn-time': 'invalid', 'hit-rate': 'invalid' });
  });
});

describe('warnings', () => {
  test('say that the quick profile and sources decide nothing', async () => {
    expect(derive(await runScripted(example, 'quick', well)).warnings).toEqual([
      'measured with the quick profile, which is no decision of record',
      expect.stringMatching(/^measured from src, /),
    ]);
  });

  test('say how long an interruption was and which block it split', async () => {
    const trials = await runScripted(example, 'quick', well);
    const resumedAt = '2000-01-01T02:00:00.000Z';
    const between = derive(trials, [{ kind: 'resumed', resumedAt, finished: 4 }]);
    expect(between.warnings.at(-1)).toBe(
      'interrupted for 2 h 0 min after 4 trials, and continued without another warm-up',
    );
    const soon = derive(trials, [{ kind: 'resumed', resumedAt, finished: 1 }]);
    expect(soon.warnings.at(-1)).toContain(' after 1 trial, ');
    const within = derive(trials, [{ kind: 'resumed', resumedAt, finished: 5 }]);
    expect(within.warnings.at(-1)).toMatch(/; block 2 lies on both sides of it$/);
    expect(within.measuredAt.resumedAt).toEqual([resumedAt]);
  });

  test('say that something ran on after its trial', async () => {
    const trials = await runScripted(example, 'quick', well);
    const late = (count: number): ExperimentResult =>
      derive(
        trials.map((trial) => ({ ...trial, lateObservations: trial.index === 3 ? count : 0 })),
      );
    expect(late(2).trials.lateObservations).toBe(2);
    expect(late(2).warnings.at(-1)).toMatch(
      /^left out of the data: 2 observations from after the end of a trial; something it started/,
    );
    expect(late(1).warnings.at(-1)).toMatch(/^left out of the data: 1 observation from /);
  });
});
