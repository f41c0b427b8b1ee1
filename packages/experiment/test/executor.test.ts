import { describe, expect, test } from 'vitest';
import { executeSlots, type ExecuteOptions } from '../src/trial/executor.ts';
import type { TrialLine } from '../src/journal/journal-lines.ts';
import { createSchedule, type Slot } from '../src/plan/schedule.ts';
import { quiet } from './support/journal-lines.ts';

const slots = createSchedule({ arms: ['cold', 'pool'], blocks: 2, warmupBlocks: 0, seed: 7 });

const inTurn =
  (of: readonly Slot[]): ExecuteOptions['courseAfter'] =>
  ({ length }) => ({
    next: of[length] ?? null,
    schedule: of,
    mayEndEarly: false,
    dropped: [],
    endedBecause: null,
    tooFew: null,
  });

function run(more: Partial<ExecuteOptions> = {}): {
  readonly ending: Promise<string>;
  readonly lines: TrialLine[];
  readonly happened: string[];
} {
  const lines: TrialLine[] = [];
  const happened: string[] = [];
  const ending = executeSlots({
    finished: [],
    courseAfter: inTurn(slots),
    runSlot: async ({ index }) => {
      happened.push(`trial ${index}`);
      return { outcome: 'ok', durationMs: 1, observations: { m: [index] }, lateObservations: 0 };
    },
    snapshot: async () => {
      happened.push('snapshot');
      return { load: happened.length };
    },
    meter: async () => {
      happened.push('meter started');
      return async () => {
        happened.push('meter read');
        return quiet;
      };
    },
    append: async (line) => {
      happened.push(`journal ${line.index}`);
      lines.push(line);
    },
    wallTime: () => '2026-01-01T00:00:00.000Z',
    signal: new AbortController().signal,
    onEvent: (event) => happened.push(event.kind),
    ...more,
  });
  return { ending, lines, happened };
}

describe('executing slots', () => {
  test('reads the host around each trial and journals it before the next one starts', async () => {
    const { ending, happened, lines } = run({ courseAfter: inTurn(slots.slice(0, 2)) });
    expect(await ending).toBe('finished');
    expect(happened).toEqual(
      [0, 1].flatMap((index) => [
        'trial started',
        'snapshot',
        'meter started',
        `trial ${index}`,
        'meter read',
        'snapshot',
        `journal ${index}`,
        'trial ended',
      ]),
    );
    expect(lines[0]?.host).toEqual({ before: { load: 2 }, after: { load: 6 }, use: quiet });
  });

  test('goes on after a failed trial, which is journalled as failed', async () => {
    const { ending, lines } = run({
      runSlot: async ({ index }) => ({
        ...(index === 1 ? { outcome: 'failed', because: 'it broke' } : { outcome: 'ok' }),
        durationMs: 1,
        observations: {},
        lateObservations: 0,
      }),
    });
    expect(await ending).toBe('finished');
    expect(lines.map((line) => line.outcome)).toEqual(['ok', 'failed', 'ok', 'ok']);
    expect(lines[1]?.because).toBe('it broke');
  });

  test('stops at an abort and does not journal the trial it hit', async () => {
    const { ending, lines } = run({
      runSlot: async ({ index }) => ({
        ...(index === 2 ? { outcome: 'aborted', because: 'stopped' } : { outcome: 'ok' }),
        durationMs: 1,
        observations: {},
        lateObservations: 0,
      }),
    });
    expect(await ending).toBe('stopped');
    expect(lines.map((line) => line.index)).toEqual([0, 1]);
  });

  test('starts nothing when it was aborted before', async () => {
    const { ending, happened } = run({ signal: AbortSignal.abort() });
    expect(await ending).toBe('stopped');
    expect(happened).toEqual([]);
  });

  test('ends when the journal cannot be written', async () => {
    const { ending, happened } = run({ append: () => Promise.reject(new Error('disk full')) });
    await expect(ending).rejects.toThrow('disk full');
    expect(happened.filter((each) => each.startsWith('trial '))).toEqual([
      'trial started',
      'trial 0',
    ]);
  });
});
