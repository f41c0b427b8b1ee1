import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startEventLoopDelayMonitor } from '../src/host/event-loop-delay.ts';
import { valueOf } from './host-fixture.ts';

const BLOCK_MS = 100;
const RESOLUTION_MS = 10;
/** A block shows as up to one resolution less; timers are good to about 1 ms. */
const LEAST_SHOWN_MS = BLOCK_MS - RESOLUTION_MS - 2;

function block(): void {
  const end = performance.now() + BLOCK_MS;
  while (performance.now() < end);
}

test('a block right after the start is seen', async () => {
  const monitor = await startEventLoopDelayMonitor(RESOLUTION_MS);
  block();
  const delay = valueOf(await monitor.stop());
  expect(delay.maxMs).toBeGreaterThanOrEqual(LEAST_SHOWN_MS);
  expect(delay.maxMs).toBeGreaterThanOrEqual(delay.p99Ms);
  expect(delay.p99Ms).toBeGreaterThanOrEqual(delay.p50Ms);
  expect(delay.p50Ms).toBeGreaterThanOrEqual(0);
  expect(delay.resolutionMs).toBe(RESOLUTION_MS);
});

test('a block is not in a reading of the same turn', async () => {
  using monitor = await startEventLoopDelayMonitor(RESOLUTION_MS);
  const before = valueOf(monitor.read());
  block();
  expect(valueOf(monitor.read())).toEqual(before);
  expect(before.samples).toBeGreaterThanOrEqual(1);
});

test('a block after the end is not seen', async () => {
  const monitor = await startEventLoopDelayMonitor(RESOLUTION_MS);
  const stopped = await monitor.stop();
  block();
  await new Promise((resolve) => setTimeout(resolve, 2 * RESOLUTION_MS));
  expect(monitor.read()).toEqual(stopped);
});

test('stopping after disposing, and stopping twice at once, settle', async () => {
  const monitor = await startEventLoopDelayMonitor(RESOLUTION_MS);
  const both = await Promise.all([monitor.stop(), monitor.stop()]);
  monitor[Symbol.dispose]();
  expect([...both, await monitor.stop()]).toEqual(Array(3).fill(monitor.read()));
});

test('a watch does not keep its process alive', async () => {
  const url = new URL('../src/host/event-loop-delay.ts', import.meta.url).href;
  const code = `const { startEventLoopDelayMonitor } = await import(${JSON.stringify(url)});
    await startEventLoopDelayMonitor();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([0, -1, 1.5, Number.NaN])(
  'a resolution of %d is a mistake of the caller',
  async (value) => {
    await expect(startEventLoopDelayMonitor(value)).rejects.toThrow(
      new TypeError(`\`resolutionMs\` must be a positive integer, got ${value}`),
    );
  },
);
