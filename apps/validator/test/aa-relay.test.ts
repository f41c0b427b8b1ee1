import { describe, expect, test } from 'vitest';
import { createRelay } from '../src/aa/relay.ts';

const PROGRESS = 'identical-arms  block 3/12  left  20 %  5 s left';

function relayed(live: boolean, lines: readonly (readonly [atMs: number, line: string])[]): string {
  let [text, nowMs] = ['', 0];
  const relay = createRelay({
    write: (more) => {
      text += more;
    },
    live,
    columns: 20,
    now: () => nowMs,
  });
  for (const [atMs, line] of lines) {
    nowMs = atMs;
    relay.onLine(line);
  }
  relay.end();
  return text;
}

describe('what the measuring process says', () => {
  test('comes as a line every five seconds where there is no terminal', () => {
    const lines = [0, 1_000, 4_999, 5_000, 6_000].map((atMs) => [atMs, PROGRESS] as const);
    expect(relayed(false, lines)).toBe(`${PROGRESS}\n${PROGRESS}\n`);
  });

  test('comes as one line that is rewritten, cut to the width, and erased in a terminal', () => {
    const erase = '\r\u001b[2K';
    const cut = 'identical-arms  blo';
    expect(
      relayed(true, [
        [0, PROGRESS],
        [1, PROGRESS],
        [2, 'waiting'],
        [3, PROGRESS],
      ]),
    ).toBe(`${erase}${cut}${erase}${cut}${erase}waiting\n${erase}${cut}${erase}`);
  });

  test('comes at once when it is no progress, and without control characters', () => {
    expect(
      relayed(false, [
        [0, 'lock: \u001b[2J'],
        [0, 'again'],
      ]),
    ).toBe('lock: ␛[2J\nagain\n');
  });

  test('tells how to measure again what others disturbed, and not of files that are gone', () => {
    const disturbed =
      'identical-arms: only 9 of 10 blocks could be measured undisturbed; with 5 dropped (block 0: 50 % of the processor went to others during left), no spare one is left.';
    const files =
      ' Nothing is published: the trials are kept in /tmp/x. Measure again without --resume.';
    expect(relayed(false, [[0, `${disturbed}${files}`]])).toBe(
      `${disturbed} Measure again when the machine is quiet, or with --keep-disturbed.\n`,
    );
  });

  test.each([
    '',
    'identical-arms: stopped; what was measured is kept in /tmp/x. Go on with: muster-experiment',
    'stopped before anything was measured',
  ])('is left out when it is about files that are gone: "%s"', (line) => {
    expect(relayed(false, [[0, line]])).toBe('');
  });
});
