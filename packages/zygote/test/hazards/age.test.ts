import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runForked } from '../fixtures/child-outcome.ts';
import { openPrograms } from '../fixtures/child-programs.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

const PROGRAM = `
  const age = { uptime: process.uptime(), now: performance.now(), origin: performance.timeOrigin, json: performance.toJSON().timeOrigin };
  const start = process.hrtime.bigint();
  setTimeout(() => console.log(JSON.stringify({ ...age, took: Number(process.hrtime.bigint() - start) / 1e6, later: performance.now(), date: Date.now() })), 200);`;
/** What the zygote has waited before it forks: its own age, and its loop's clock, are behind by it. */
const WAITED_MS = 1_000;

test.each(['mjs', 'cjs'])(
  'a child of an old zygote is young, and its timers are not early: %s',
  async (kind) => {
    using files = openPrograms();
    const module = files.write(`age.${kind}`, PROGRAM);
    await using zygote = await openZygote();
    await wait(WAITED_MS);
    const forkedAtMs = Date.now();
    const { stdout } = await runForked(zygote, { module, env: ENV });
    const age = JSON.parse(stdout) as Record<string, number>;
    expect(age['took']).toBeGreaterThanOrEqual(199);
    expect(age['uptime']).toBeLessThan(WAITED_MS / 1_000);
    expect(age['uptime']).toBeGreaterThanOrEqual(0);
    expect(age['now']).toBeLessThan(WAITED_MS);
    expect(age['now']).toBeGreaterThanOrEqual(0);
    expect(age['later']! - age['now']!).toBeGreaterThanOrEqual(199);
    // The wall clock and the monotonic one are read at different moments, and to the millisecond.
    expect(age['origin']).toBeGreaterThanOrEqual(forkedAtMs - 20);
    expect(age['origin']).toBeLessThanOrEqual(age['date']!);
    expect(Math.abs(age['origin']! + age['later']! - age['date']!)).toBeLessThan(50);
    expect(age['json']).toBe(age['origin']);
  },
);

test('an interval that a preloaded module left to itself does not keep a child alive', async () => {
  using files = openPrograms();
  const preloaded = files.write(
    'ticking.mjs',
    `globalThis.ticks = 0; setInterval(() => globalThis.ticks++, 5).unref();`,
  );
  const module = files.write('brief.mjs', `console.log(typeof globalThis.ticks);`);
  await using zygote = await openZygote([preloaded]);
  expect(await runForked(zygote, { module, env: ENV })).toMatchObject({
    stdout: 'number\n',
    code: 0,
  });
});

test('what preloaded modules left behind is collected before the first fork', async () => {
  using files = openPrograms();
  const preloaded = files.write(
    'garbage.mjs',
    `globalThis.left = Array.from({ length: 100 }, (_, n) => new WeakRef({ n, text: 'garbage ' + n }));`,
  );
  const module = files.write(
    'looks.mjs',
    `console.log(globalThis.left.filter((left) => left.deref() !== undefined).length);`,
  );
  await using zygote = await openZygote([preloaded]);
  expect(await runForked(zygote, { module, env: ENV })).toMatchObject({ stdout: '0\n', code: 0 });
});
