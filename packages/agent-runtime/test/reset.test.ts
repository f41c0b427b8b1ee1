/** A reset after work that was given up: what is still going on cannot be forgotten. */
import { AgentExitedError, DeadlineError } from '@muster/agent-runtime';
import { expect, test } from 'vitest';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { until } from '../../../tooling/testing/until.ts';
import { launch } from './fixtures/launch.ts';

const SLOW = { do: 'later', value: 1, ms: 100 };

test('waits until the agent has let go of what nobody waits for', async () => {
  const agent = await launch();
  await rejection(agent.run(SLOW, { deadlineMs: 10 }), DeadlineError);
  expect([agent.unanswered, agent.awaited]).toEqual([1, 0]);

  await agent.reset();

  expect([agent.unanswered, agent.awaited]).toEqual([0, 0]);
  expect(await agent.run({ do: 'state' })).toMatchObject({ resets: 1 });
});

test('does not wait for what somebody waits for', async () => {
  const agent = await launch();
  const running = agent.run(SLOW);

  await agent.reset();

  expect([agent.unanswered, agent.awaited]).toEqual([1, 1]);
  expect(await running).toBe(1);
});

test('a ping is no work', async () => {
  const agent = await launch();
  const pinged = agent.ping();

  expect([agent.unanswered, agent.awaited]).toEqual([1, 0]);

  await pinged;
});

test('aborted while it waits, never reaches the agent', async () => {
  const agent = await launch();
  await rejection(agent.run(SLOW, { deadlineMs: 10 }), DeadlineError);
  const controller = new AbortController();
  const resetting = agent.reset({ signal: controller.signal });

  controller.abort(new Error('enough'));

  await expect(resetting).rejects.toThrow('enough');
  await until('the agent has let go', () => agent.unanswered === 0);
  expect(await agent.run({ do: 'state' })).toMatchObject({ resets: 0 });
});

test('fails with the agent that does not let go', async () => {
  const agent = await launch(handyman([], { cancelGraceMs: 50 }));
  await rejection(agent.run({ do: 'never' }, { deadlineMs: 10 }), DeadlineError);

  await rejection(agent.reset(), AgentExitedError);

  expect(agent.unanswered).toBe(0);
});
