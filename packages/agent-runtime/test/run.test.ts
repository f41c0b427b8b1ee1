import { expect, onTestFinished, test } from 'vitest';
import { AgentExitedError, DeadlineError, TaskError } from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { isRunning } from '../../../tooling/testing/processes.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { until } from '../../../tooling/testing/until.ts';
import { launch } from './fixtures/launch.ts';

test.each([0, '', null, 'ä€𝄞\n', [1, [2]], { deep: { er: true } }, false])(
  'a task is answered with its result: %j',
  async (value) => {
    const agent = await launch();

    expect(await agent.run({ do: 'say', value })).toEqual(value);
  },
);

test('a task without a result resolves with undefined', async () => {
  const agent = await launch();

  expect(await agent.run({ do: 'say' })).toBeUndefined();
});

test('an error in a task rejects with its name and message, and the agent goes on', async () => {
  const agent = await launch(handyman(), { id: 'thrower' });

  const error = await rejection(agent.run({ do: 'throw', message: 'out of range' }), TaskError);

  expect(error).toMatchObject({
    message: 'out of range',
    remoteName: 'RangeError',
    agentId: 'thrower',
  });
  expect(await agent.run({ do: 'say', value: 1 })).toBe(1);
});

test.each<readonly [unknown, string]>([
  ['text', 'text'],
  [7, '7'],
  [null, 'null'],
  ['bare object', 'a value without a text'],
  ['odd error', '[object Object]'],
])('whatever is thrown in a task becomes a TaskError: %j', async (what, message) => {
  const agent = await launch();

  const error = await rejection(agent.run({ do: 'throwOddly', what }), TaskError);

  expect(error.message).toBe(message);
  expect(agent.state.kind).toBe('ready');
});

test.each([
  ['bigint', 'BigInt'],
  ['circle', 'circular'],
])('a result that JSON cannot say fails that task only: %s', async (job, message) => {
  const agent = await launch();

  await expect(agent.run({ do: job })).rejects.toThrow(message);
  expect(await agent.run({ do: 'say', value: 1 })).toBe(1);
});

test('a payload that JSON cannot say rejects with TypeError and reaches nobody', async () => {
  const agent = await launch();

  const error = await rejection(agent.run({ do: 'say', value: 1n }), TypeError);
  await expect(agent.send(1n)).rejects.toThrow('`payload` cannot be sent');

  expect(error.message).toContain('`payload` cannot be sent');
  expect(agent.unanswered).toBe(0);
  expect(await agent.run({ do: 'say', value: 1 })).toBe(1);
});

test('a payload or result beyond maxFrameBytes fails that task only', async () => {
  const agent = await launch(handyman([], { maxFrameBytes: 4_096 }));

  await expect(agent.run('x'.repeat(5_000))).rejects.toThrow(/`payload` cannot be sent: too large/);
  await expect(agent.run({ do: 'long', characters: 5_000 })).rejects.toThrow('too large frame');
  await expect(agent.run({ do: 'throwLong', characters: 9_000 })).rejects.toThrow(/^x{200,}$/);

  expect(await agent.run({ do: 'long', characters: 3_000 })).toHaveLength(3_000);
});

test('a spec that allows more than the default allows it in both directions', async () => {
  const agent = await launch(handyman([], { maxFrameBytes: 8_000_000 }));

  const value = 'x'.repeat(3_000_000);

  expect(await agent.run({ do: 'say', value })).toHaveLength(value.length);
});

test('an abort rejects at once with its reason and reaches the agent', async () => {
  const agent = await launch();
  const controller = new AbortController();
  const reason = new Error('enough');
  const running = agent.run({ do: 'untilAborted' }, { signal: controller.signal });

  controller.abort(reason);

  await expect(running).rejects.toBe(reason);
  await until('the agent has let go', () => agent.unanswered === 0);
  expect(await agent.run({ do: 'state' })).toMatchObject({ aborted: 1 });
});

test('a signal that was aborted before sends nothing', async () => {
  const agent = await launch();
  const reason = new Error('before');

  await expect(agent.run({ do: 'never' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
  expect(agent.unanswered).toBe(0);
});

test('an agent that holds on to aborted work is killed after its grace', async () => {
  const agent = await launch(handyman([], { cancelGraceMs: 50 }));
  const controller = new AbortController();
  const running = agent.run({ do: 'never' }, { signal: controller.signal });

  controller.abort(new Error('enough'));

  await expect(running).rejects.toThrow('enough');
  expect(await agent.exited).toMatchObject({
    signal: 'SIGKILL',
    because: 'it held on to cancelled work',
    cause: { message: 'enough' },
  });
});

test('a deadline cancels the work, and an agent that lets go lives on', async () => {
  const agent = await launch();

  const error = await rejection(
    agent.run({ do: 'untilAborted' }, { deadlineMs: 30 }),
    DeadlineError,
  );

  expect(error.deadlineMs).toBe(30);
  await until('the agent has let go', () => agent.unanswered === 0);
  expect(await agent.run({ do: 'state' })).toMatchObject({ aborted: 1 });
});

test('a deadline ends an agent that spins, and whatever else it was asked', async () => {
  const agent = await launch(handyman([], { cancelGraceMs: 50 }));
  const spinning = agent.run({ do: 'spin' }, { deadlineMs: 30 });
  const bystander = agent.run({ do: 'say', value: 1 });

  await rejection(spinning, DeadlineError);
  const error = await rejection(bystander, AgentExitedError);

  expect(error.exit.signal).toBe('SIGKILL');
  expect(error.cause).toBeInstanceOf(DeadlineError);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
  'a deadline that no timer can keep is refused by name: %s',
  async (deadlineMs) => {
    const agent = await launch();

    await expect(agent.run({ do: 'say' }, { deadlineMs })).rejects.toThrow(
      `\`deadlineMs\` must be a number of milliseconds from 0 to 2147483647, got ${deadlineMs}`,
    );
    await expect(agent.stop({ graceMs: deadlineMs })).rejects.toThrow('`graceMs` must be');
    expect(agent.state.kind).toBe('ready');
  },
);

test('a crash rejects everything pending with how the process ended and its last words', async () => {
  const agent = await launch(handyman(), { id: 'crasher' });
  const pending = [agent.run({ do: 'never' }), agent.run({ do: 'crash', lastWords: 'farewell' })];

  for (const task of pending) task.catch(() => undefined);
  for (const task of pending) {
    const error = await rejection(task, AgentExitedError);
    expect(error.exit).toMatchObject({ code: null, signal: 'SIGSEGV', stderr: ['farewell'] });
    expect(error.message).toContain('agent crasher is gone: killed by SIGSEGV');
    expect(error.message).toContain('  | farewell');
  }
  await rejection(agent.run({ do: 'say' }), AgentExitedError);
  await rejection(agent.send('x'), AgentExitedError);
  await rejection(agent.ping(), AgentExitedError);
  expect(agent.state.kind).toBe('exited');
  expect(isRunning(agent.pid)).toBe(false);
});

test('an exit of its own accord rejects what is pending with the exit code', async () => {
  const agent = await launch();

  const error = await rejection(agent.run({ do: 'exit', code: 3 }), AgentExitedError);

  expect(error.exit).toMatchObject({ code: 3, signal: null, because: undefined });
});

test('a hundred tasks at once, under one signal, are answered out of order, each its own', async () => {
  const agent = await launch();
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const { signal } = new AbortController();
  const order: number[] = [];

  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      const answer = await agent.run({ do: 'later', value: n, ms: (n * 37) % 100 }, { signal });
      order.push(n);
      return answer;
    }),
  );

  expect(answers).toEqual(Array.from({ length: 100 }, (_, n) => n));
  expect(order).not.toEqual(answers);
  expect(order).toHaveLength(100);
  expect(warnings).toEqual([]);
});
