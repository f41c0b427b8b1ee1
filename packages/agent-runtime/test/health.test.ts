import { expect, test } from 'vitest';
import { createVitals } from '../src/serve/vitals.ts';
import { AgentExitedError, DeadlineError, WedgedError } from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { groupOf, sleepsOf } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { launch } from './fixtures/launch.ts';
import { GET_READY, shell } from './fixtures/specs.ts';

test('a pong tells how long the event loop was held up since the last, and the memory', async () => {
  const agent = await launch(handyman());
  expect(agent.health).toMatchObject({ lagMs: undefined, rssBytes: undefined });
  await agent.ping();

  await agent.run({ do: 'block', ms: 400 });
  await agent.ping();

  expect(agent.health.lagMs).toBeGreaterThan(250);
  expect(agent.health.rssBytes).toBeGreaterThan(10_000_000);
  expect(agent.health.seenAtMs).toBeGreaterThan(agent.phases.readyAtMs + 400);
});

test('what an agent blocks of its own accord is told, though it was idle when last asked', async () => {
  const vitals = createVitals();
  expect(vitals.read().lagMs).toBe(0);

  await new Promise((resolve) => setTimeout(resolve, 10));
  const end = performance.now() + 300;
  while (performance.now() < end);

  expect(vitals.read().lagMs).toBeGreaterThan(250);
  vitals.stop();
});

test('what was done before anybody asked is no lag, and a block is told once', async () => {
  const vitals = createVitals();
  const block = (ms: number): void => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };
  for (let n = 0; n < 60; n++) {
    block(5);
    await new Promise(setImmediate);
  }
  vitals.read();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(vitals.read().lagMs).toBeLessThan(200);
  vitals.stir();
  block(500);

  expect(vitals.read().lagMs).toBeGreaterThan(250);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(vitals.read().lagMs).toBeLessThan(200);
  vitals.stop();
});

test('an idle agent is not woken to see whether it lags', async () => {
  const agent = await launch(handyman());
  await agent.ping();

  const before = sleepsOf(agent.pid);
  await new Promise((resolve) => setTimeout(resolve, 1_500));

  expect(before).toBeGreaterThan(0);
  expect(sleepsOf(agent.pid) - before).toBeLessThan(5);
});

test('an agent that says nothing of its health is well all the same', async () => {
  const agent = await launch(
    shell(`${GET_READY} while read -r line; do echo '{"type":"pong","id":0}'; done`, {
      heartbeat: { everyMs: 5, missedMs: 5_000 },
    }),
  );
  const atFirst = agent.health.seenAtMs;

  await expect.poll(() => agent.health.seenAtMs).toBeGreaterThan(atFirst);

  expect(agent.health).toMatchObject({ lagMs: undefined, rssBytes: undefined });
  expect(agent.unanswered).toBe(0);
});

test('a frozen agent is found by its heart, and killed with its group as wedged', async () => {
  const agent = await launch(handyman([], { heartbeat: { everyMs: 10, missedMs: 1_000 } }));
  await agent.run({ do: 'start', words: ['sleep', '1000'] });
  const task = agent.run({ do: 'never' });

  process.kill(agent.pid, 'SIGSTOP');
  const error = await rejection(task, AgentExitedError);

  expect(error.exit).toMatchObject({ signal: 'SIGKILL', outOfMemory: false });
  expect(error.exit.because).toContain('is wedged: no heartbeat for 1000 ms');
  expect(error.cause).toBeInstanceOf(WedgedError);
  expect(groupOf(agent.pid)).toEqual([]);
});

test('a hung task in a lively process is found by its silence', async () => {
  const agent = await launch(
    handyman([], { inactivityMs: 150, heartbeat: { everyMs: 10, missedMs: 10_000 } }),
  );

  const error = await rejection(agent.run({ do: 'never' }), AgentExitedError);

  expect(error.cause).toBeInstanceOf(WedgedError);
  expect(error.message).toContain('owes an answer and was silent for 150 ms');
});

test('a deadline ends the work and whoever the agent had put to it', async () => {
  const agent = await launch(handyman([], { cancelGraceMs: 20 }));
  await agent.run({ do: 'start', words: ['sleep', '1000'] });

  await rejection(agent.run({ do: 'never' }, { deadlineMs: 20 }), DeadlineError);
  await agent.exited;

  expect(groupOf(agent.pid)).toEqual([]);
});

test('a patient stop is not cut short by a heart that is silent', async () => {
  const agent = await launch(
    handyman(['--slow-stop'], { heartbeat: { everyMs: 5, missedMs: 10 }, inactivityMs: 5_000 }),
  );

  expect(await agent.stop({ graceMs: 20_000 })).toMatchObject({ code: 0, because: 'stop' });
});
