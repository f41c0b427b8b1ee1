import { describe, expect, test } from 'vitest';
import { LONGEST_MS, type ReadBusyShare, timeToRecover } from '../experiments/recovery.ts';

const { signal } = new AbortController();

/** A host that is this busy in one window after the other, the last for good. */
function host(...busy: readonly number[]): {
  readonly clock: { readonly now: () => number };
  readonly read: ReadBusyShare;
} {
  let nowMs = 1_000;
  let window = 0;
  return {
    clock: { now: () => nowMs },
    read: async (overMs) => {
      nowMs += overMs;
      return busy[Math.min(window++, busy.length - 1)]!;
    },
  };
}

describe('a host has recovered', () => {
  test.each<[string, number, readonly number[], number]>([
    ['after one look when it is at rest', 0.02, [0.02], 250],
    ['when it is within a tenth of all its processors’ time', 0.02, [0.9, 0.13, 0.12], 750],
    ['when it is as busy as it was before', 0.8, [1, 0.85], 500],
  ])('%s', async (_, rest, busy, expectedMs) => {
    const { clock, read } = host(...busy);
    expect(await timeToRecover(rest, read, { clock, signal })).toBe(expectedMs);
  });

  test('never, which is told as longer than is borne', async () => {
    const { clock, read } = host(1);
    const recoveryMs = await timeToRecover(0, read, { clock, signal });
    expect(recoveryMs).toBeGreaterThanOrEqual(LONGEST_MS);
    expect(LONGEST_MS).toBeGreaterThan(10_000);
  });
});

test('looking ends with the trial', async () => {
  const { clock } = host(1);
  const stop = new AbortController();
  const read: ReadBusyShare = async (_, given) => {
    stop.abort(new Error('the deadline'));
    given.throwIfAborted();
    return 1;
  };
  const recovered = timeToRecover(0, read, { clock, signal: stop.signal });
  await expect(recovered).rejects.toThrow('the deadline');
});
