import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { watchHost } from '../experiments/host-load.ts';

test('a watch tells of host and event loop from when it began', async () => {
  using watch = await watchHost(performance);
  await wait(120);
  const heldUntilMs = performance.now() + 60;
  while (performance.now() < heldUntilMs);
  const load = await watch.end();

  expect(load.loopMaxMs).toBeGreaterThan(45);
  expect(load.busyShare).toBeGreaterThan(0);
  expect(load.availableShare).toBeGreaterThan(0);
  expect(load.availableShare).toBeLessThan(1);
  expect(load.runQueue).toBeGreaterThanOrEqual(0);
});

test('a watch that nobody ends goes when it is disposed of, and keeps its process until then', async () => {
  const module = new URL('../experiments/host-load.ts', import.meta.url).href;
  const begin = `const watch = await (await import('${module}')).watchHost(performance);`;
  const run = (script: string): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);

  const disposed = await run(`${begin} watch[Symbol.dispose](); console.log('disposed of');`);
  expect(disposed.stdout).toBe('disposed of\n');
  const kept = await run(
    `${begin} setTimeout(() => { console.log('still there'); process.exit(); }, 200).unref();`,
  );
  expect(kept.stdout).toBe('still there\n');
});
