import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSilenceWatch } from '../src/agent/silence.ts';
import { systemClock } from '../src/clock.ts';
import { block, pair } from './fixtures/busy.ts';

test('who was too busy to listen does not take that for silence', async () => {
  const [near, far] = await pair();
  const onSilent = vi.fn<() => void>();
  const watch = createSilenceWatch(20, systemClock, onSilent);
  onTestFinished(() => watch.end());
  near.on('data', () => watch.heard());

  watch.begin();
  far.write('x');
  block(100);
  // The timer that is overdue, and what was to be read, are in the next turn.
  await setImmediate();
  await setImmediate();

  expect(onSilent).not.toHaveBeenCalled();
  await expect.poll(() => onSilent.mock.calls.length).toBe(1);
});

test('a watch that was ended and begun anew counts from the new beginning', async () => {
  const onSilent = vi.fn<() => void>();
  const watch = createSilenceWatch(50, systemClock, onSilent);

  watch.begin();
  block(60);
  watch.end();
  const begunAtMs = systemClock.now();
  watch.begin();
  while (onSilent.mock.calls.length === 0) await setTimeout(1);

  expect(systemClock.now() - begunAtMs).toBeGreaterThanOrEqual(50);
});
