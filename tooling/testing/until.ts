import { setTimeout as delay } from 'node:timers/promises';

/** Polls until `condition` holds. Throws, saying what was awaited, when `withinMs` pass first. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const startedAtMs = performance.now();
  while (!(await condition())) {
    const waitedMs = performance.now() - startedAtMs;
    if (waitedMs > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(10);
  }
}
