import type { Agent, AgentStart } from '@muster/agent-runtime';
import { createPool } from '@muster/pooling';
import { describe, expect, test } from 'vitest';
import { insistOn, type Way } from '../experiments/insist-on.ts';
import { createScriptedLauncher, type ScriptedLauncher } from './fixtures/scripted-launcher.ts';

const spec = { module: 'echo.js' };
const never = new AbortController().signal;
const fallback: AgentStart = { kind: 'cold', because: 'the zygote is gone' };

/** A way whose agents' handles say that they came to be as `start` says. */
function way(
  kind: Way['kind'],
  start: AgentStart,
): { readonly way: Way; readonly scripted: ScriptedLauncher; readonly closes: () => number } {
  const scripted = createScriptedLauncher();
  let closes = 0;
  const open: Way['open'] = async () => ({
    ...scripted,
    launch: async (launched, options): Promise<Agent> => {
      const agent = await scripted.launch(launched, options);
      return Object.defineProperty(agent, 'start', { value: start });
    },
    [Symbol.asyncDispose]: async () => {
      closes++;
    },
  });
  return { way: { kind, open }, scripted, closes: () => closes };
}

describe('agents that come to be as the arm says', () => {
  test.each<[Way['kind'], AgentStart]>([
    ['forked', { kind: 'forked' }],
    ['cold', { kind: 'cold' }],
    ['cold', { kind: 'cold', because: 'its spec says so' }],
  ])('%s, are used, and the launcher is closed', async (kind, start) => {
    const { way: right, scripted, closes } = way(kind, start);
    await insistOn(right, never, async (launcher, signal) => {
      await launcher.launch(spec);
      expect(signal.aborted).toBe(false);
      expect(scripted.live()).toHaveLength(1);
    });
    expect(closes()).toBe(1);
  });
});

describe('an agent that came to be in another way', () => {
  test('fails the trial with the reason, although the trial has swallowed it', async () => {
    const { way: wrong, scripted, closes } = way('forked', fallback);
    const trial = insistOn(wrong, never, async (launcher, signal) => {
      await launcher.launch(spec).catch(() => undefined);
      expect(signal.reason).toEqual(expect.objectContaining({ message: expect.any(String) }));
    });
    await expect(trial).rejects.toThrow(/must be forked and is cold: the zygote is gone$/);
    expect(scripted.live()).toEqual([]);
    expect(closes()).toBe(1);
  });

  test('fails the trial with the reason, although the trial has failed with another', async () => {
    const { way: wrong } = way('cold', { kind: 'forked' });
    const trial = insistOn(wrong, never, async (launcher) => {
      await launcher.launch(spec).catch(() => undefined);
      throw new Error('the pool is closed');
    });
    await expect(trial).rejects.toThrow(/must be cold and is forked$/);
  });

  test('is not leased by a pool, which would try again and again', async () => {
    const { way: wrong, scripted } = way('forked', fallback);
    const trial = insistOn(wrong, never, async (launcher, signal) => {
      await using pool = createPool({ launcher, spec, size: 1 });
      const lease = await pool.acquire({ signal });
      lease.release();
    });
    await expect(trial).rejects.toThrow(/must be forked and is cold/);
    expect(scripted.live()).toEqual([]);
  });
});

test('what stops the trial reaches its user', async () => {
  const { way: right } = way('cold', { kind: 'cold' });
  const stop = new AbortController();
  const trial = insistOn(right, stop.signal, async (_launcher, signal) => {
    stop.abort(new Error('Ctrl-C'));
    signal.throwIfAborted();
  });
  await expect(trial).rejects.toThrow('Ctrl-C');
});
