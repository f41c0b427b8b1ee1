import { expect, test } from 'vitest';
import { createWorld, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

test('fifty waiters at five agents begin one start, and are all served before it ends', async () => {
  const { pool, launcher } = await createWorld({ min: 5, max: 50, maxStarting: 1 });
  await pool.filled();
  expect(launcher.starts).toBe(5);
  launcher.plan = 'hang';
  const releases: (() => void)[] = [];
  const users = Array.from({ length: 50 }, async () => {
    const lease = await pool.acquire();
    await new Promise<void>((resolve) => releases.push(resolve));
    lease.release();
  });
  for (let round = 1; round <= 10; round++) {
    await settle();
    expect(releases).toHaveLength(5);
    for (const release of releases.splice(0)) release();
  }
  await Promise.all(users);
  launcher.open[0]?.succeed();
  await settle();
  expect(launcher.starts).toBe(6);
  expect(pool.stats()).toMatchObject({ idle: 6, waiting: 0, starting: 0 });
  await pool.close();
});
