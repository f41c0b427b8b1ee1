import { expect, test } from 'vitest';
import { permanent, transient } from './fixtures/scripted-launcher.ts';
import { createWorld, fateOf, jobs, pass, settle, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

test('tell what happens to each agent, in order', async () => {
  const { spawner, launcher, events } = createWorld({ strategy: { kind: 'sequential' } });
  const errors = [transient(), permanent()];
  launcher.plan = (start) => (start === 2 ? errors[0]! : start === 3 ? errors[1]! : 'succeed');
  spawner.spawn(jobs(3));
  await pass(100);
  expect(events).toEqual([
    { kind: 'ready', agentId: 'j0', startMs: 0 },
    { kind: 'start-failed', job: 1, cause: 'transient', error: errors[0] },
    { kind: 'start-failed', job: 2, cause: 'permanent', error: errors[1] },
    { kind: 'failed', job: 2, error: errors[1] },
    { kind: 'ready', agentId: 'j1', startMs: 0 },
  ]);
});

test('a listener that throws disturbs no burst, and its error is not lost', async () => {
  const uncaught: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => uncaught.push(error));
  try {
    const error = new Error('in the listener');
    const { spawner, launcher } = createWorld({
      onEvent: () => {
        throw error;
      },
    });
    launcher.plan = (start) => (start === 2 ? permanent() : 'succeed');
    const fate = fateOf(spawner.spawn(jobs(3), { halt: { afterFailed: 2 } }).summary);
    await settle();
    expect(fate.value!.counts).toMatchObject({ ready: 2, failed: 1 });
    expect(uncaught).toEqual([error, error, error, error]);
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
  }
});

test('a summary says how long each waited and took', async () => {
  const { spawner, launcher } = createWorld({ plan: 'hang', strategy: { kind: 'sequential' } });
  const fate = fateOf(spawner.spawn(jobs(2)).summary);
  await pass(30);
  launcher.open[0]!.succeed();
  await pass(50);
  launcher.open[0]!.succeed();
  await settle();
  const tries = fate.value!.jobs.map(({ tries: [only] }) => [only!.queuedMs, only!.startMs]);
  expect(tries).toEqual([
    [0, 30],
    [30, 50],
  ]);
  expect(fate.value).toMatchObject({ lastReadyMs: 80, elapsedMs: 80, heldMs: 0, tries: 2 });
});

test('an agent is launched as its user wanted', async () => {
  const { spawner, launcher } = createWorld({ plan: 'hang' });
  const [onMessage, onOutput] = [() => undefined, () => undefined];
  const spec = { command: 'scripted' };
  spawner.spawn([{ spec, id: 'one', onMessage, onOutput }, { spec }]);
  await settle();
  const signal = expect.any(AbortSignal);
  expect(launcher.open.map(({ options }) => options)).toEqual([
    { id: 'one', onMessage, onOutput, signal },
    { signal },
  ]);
  expect(Object.keys(launcher.open[1]!.options)).toEqual(['signal']);
  expect(launcher.open[0]!.spec).toBe(spec);
});
