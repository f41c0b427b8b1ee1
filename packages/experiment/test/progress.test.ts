import { describe, expect, test } from 'vitest';
import {
  advance,
  durationText,
  progressLine,
  startProgress,
  timeLeftMs,
  type ProgressEvent,
} from '../src/command/progress.ts';
import { createProgressPrinter } from '../src/command/progress-printer.ts';
import { createSchedule, type Slot } from '../src/plan/schedule.ts';

const schedule = createSchedule({ arms: ['cold', 'pool'], blocks: 3, warmupBlocks: 1, seed: 7 });
const course = { schedule, mayEndEarly: false, dropped: [] };
const DURATION_MS: Readonly<Record<string, number>> = { cold: 40_000, pool: 10_000 };

function eventsOf(slots: readonly Slot[]): ProgressEvent[] {
  return slots.flatMap((slot): ProgressEvent[] => [
    { kind: 'trial started', slot },
    { kind: 'trial ended', slot, durationMs: DURATION_MS[slot.arm] ?? 0, outcome: 'ok', course },
  ]);
}

describe('the progress line', () => {
  test('names experiment, block, arm, share and time left', () => {
    const progress = eventsOf(schedule.slice(0, 4)).reduce(
      advance,
      startProgress('agent-pool', course),
    );
    const last = schedule[3]?.arm;
    expect(progressLine(progress)).toBe(`agent-pool  block 1/3  ${last}  50 %  1 min 40 s left`);
  });

  test('tells warm-up apart and claims no time before a trial has ended', () => {
    const started = eventsOf(schedule.slice(0, 1)).slice(0, 1);
    const progress = started.reduce(advance, startProgress('agent-pool', course));
    expect(progressLine(progress)).toBe(`agent-pool  warm-up 1/1  ${schedule[0]?.arm}  0 %`);
    expect(timeLeftMs(progress)).toBeNull();
  });

  test('goes on from the trials of an interrupted run', () => {
    const finished = schedule
      .slice(0, 6)
      .map(({ index, arm }) => ({ index, arm, durationMs: 1_000 }));
    expect(progressLine(startProgress('agent-pool', course, finished))).toBe(
      'agent-pool  75 %  2 s left',
    );
  });

  test('an arm that has not run yet counts as the mean of all', () => {
    const slot = schedule[0]!;
    const progress = advance(startProgress('a', course), {
      kind: 'trial ended',
      slot,
      durationMs: 1_000,
      outcome: 'ok',
      course,
    });
    expect(timeLeftMs(progress)).toBe(7_000);
  });
});

test.each([
  [0, '0 s'],
  [1, '1 s'],
  [59_000, '59 s'],
  [80_000, '1 min 20 s'],
  [3_599_001, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('%d ms read as %s', (durationMs, expected) => {
  expect(durationText(durationMs)).toBe(expected);
});

describe('printing', () => {
  function print(live: boolean, stepMs: number): string[] {
    const written: string[] = [];
    let nowMs = 0;
    const printer = createProgressPrinter(startProgress('agent-pool', course), {
      write: (text) => written.push(text),
      live,
      columns: 30,
      now: () => nowMs,
    });
    for (const event of eventsOf(schedule)) {
      nowMs += stepMs;
      printer.onEvent(event);
    }
    printer.end();
    return written;
  }

  test('in plain lines comes at block ends', () => {
    const lines = print(false, 1);
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toMatch(/^agent-pool {2}block 3\/3 {2}\w+ {2}100 % {2}0 s left\n$/);
  });

  test('in plain lines comes every 5 s in between', () => {
    expect(print(false, 2_500).length).toBeGreaterThan(4);
    expect(print(false, 5_000)).toHaveLength(schedule.length * 2);
  });

  test('on a terminal rewrites one line, never wider than the terminal, and clears it', () => {
    const pieces = print(true, 1);
    expect(pieces).toHaveLength(schedule.length * 2 + 1);
    expect(pieces.join('')).not.toContain('\n');
    for (const piece of pieces) expect(piece.slice('\r\u001B[2K'.length).length).toBeLessThan(30);
    expect(pieces.at(-1)).toBe('\r\u001B[2K');
  });
});
