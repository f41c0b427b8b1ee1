import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PoolEvent } from '@muster/pooling';
import { drawAllowance, reasonToRetire } from '../src/retirement/reasons.ts';
import { createWorld, fateOf, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

const reasonsIn = (events: readonly PoolEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'retired' ? [event.because] : []));

describe('what an agent is allowed', () => {
  test('lies between the limit and the jitter’s share below it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (limit, jitter, chance) => {
          const asked = { afterUses: limit, afterMs: limit };
          const { uses, ageMs } = drawAllowance(asked, jitter, () => chance);
          expect(ageMs).toBeLessThanOrEqual(limit);
          expect(ageMs).toBeGreaterThanOrEqual(limit * (1 - jitter) * (1 - 1e-12));
          expect(Math.abs(uses - Math.max(1, ageMs))).toBeLessThanOrEqual(0.5);
        },
      ),
    );
  });

  test('is everything where nothing was asked for', () => {
    expect(drawAllowance({}, 1, () => 0.5)).toEqual({ uses: Infinity, ageMs: Infinity });
  });

  test.each([
    [{ uses: 3, ageMs: 0, bytes: 0 }, 'uses'],
    [{ uses: 0, ageMs: 10, bytes: 0 }, 'age'],
    [{ uses: 0, ageMs: 0, bytes: 101 }, 'memory'],
    [{ uses: 2, ageMs: 9, bytes: 100 }, undefined],
  ])('an agent with %o is due for %s', (wear, reason) => {
    expect(reasonToRetire(wear, { uses: 3, ageMs: 10 }, 100)).toBe(reason);
  });
});

describe('an agent that is due', () => {
  test('serves until its replacement is ready, and leaves then', async () => {
    const events: PoolEvent[] = [];
    const { pool, launcher } = await createWorld({
      size: 1,
      retire: { afterUses: 2 },
      onEvent: (event) => events.push(event),
    });
    launcher.plan = 'hang';
    for (let use = 0; use < 2; use++) {
      (await pool.acquire()).release();
      await settle();
    }
    expect(pool.stats()).toMatchObject({ idle: 1, starting: 1, retired: 0 });
    const still = await pool.acquire();
    expect([still.agent.id, still.hit]).toEqual(['agent-1', true]);
    still.release();
    await settle();
    launcher.open[0]!.succeed();
    await settle();
    expect(pool.agents()).toEqual([launcher.agents[1]!.agent]);
    expect(reasonsIn(events)).toEqual(['uses']);
    expect(launcher.starts).toBe(2);
  });

  test('and leased when its replacement is ready leaves at its release, unreset', async () => {
    const { pool, launcher } = await createWorld({ size: 1, retire: { afterUses: 1 } });
    launcher.plan = 'hang';
    (await pool.acquire()).release();
    await settle();
    const lease = await pool.acquire();
    launcher.open[0]!.succeed();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, leased: 1, total: 2 });
    lease.release();
    await settle();
    expect(launcher.agents[0]).toMatchObject({ resets: 1, stops: 1 });
    expect(pool.stats()).toMatchObject({ idle: 1, leased: 0, total: 1, retired: 1 });
  });

  test('stays while starts fail: a worn agent is better than none', async () => {
    const { pool, launcher } = await createWorld({ size: 1, retire: { afterUses: 1 } });
    launcher.plan = 'fail';
    for (let use = 0; use < 5; use++) {
      (await pool.acquire()).release();
      await pass(10_000);
    }
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 0 });
    launcher.plan = 'succeed';
    await pass(10_000);
    expect(pool.stats()).toMatchObject({ idle: 1, retired: 1 });
    expect(launcher.live()).toHaveLength(1);
  });

  test('that dies first is replaced once', async () => {
    const { pool, launcher } = await createWorld({ size: 1, retire: { afterUses: 1 } });
    launcher.plan = 'hang';
    (await pool.acquire()).release();
    await pass(2_000);
    launcher.agents[0]!.die();
    await settle();
    expect(launcher.starts).toBe(2);
    launcher.open[0]!.succeed();
    await settle();
    expect(pool.stats()).toMatchObject({ idle: 1, starting: 0, total: 1 });
  });

  test('is due also by leases that came to nothing: each of them was a use', async () => {
    const { pool, launcher } = await createWorld({
      size: 1,
      plan: 'hang',
      retire: { afterUses: 2 },
    });
    launcher.open[0]!.succeed({ onAssign: () => new Promise(() => undefined) });
    await settle();
    (await pool.acquire()).release();
    await settle();
    expect(launcher.starts).toBe(1);
    const late = fateOf(pool.acquire({ assign: {}, deadlineMs: 100 }));
    await pass(100);
    expect(late.error).toBeDefined();
    expect(launcher.starts).toBe(2);
  });
});

describe('agents of the same age', () => {
  test('do not leave together, and the pool is never short of one', async () => {
    let drawn = 0;
    const chances = [0, 0.25, 0.5, 0.75];
    const { pool, launcher } = await createWorld({
      size: 4,
      retire: { afterMs: 10_000, jitter: 0.4 },
      random: () => chances[drawn++ % 4]!,
    });
    launcher.plan = 'hang';
    const leftAt: number[] = [];
    const idle = new Set<number>();
    for (let ms = 250; ms <= 10_000; ms += 250) {
      await pass(250);
      idle.add(pool.stats().idle);
      if (launcher.open.length > 0) leftAt.push(ms);
      for (const start of launcher.open.slice()) start.succeed();
      await settle();
    }
    expect(idle).toEqual(new Set([4]));
    expect(leftAt).toEqual([7_000, 8_000, 9_000, 10_000]);
  });
});
