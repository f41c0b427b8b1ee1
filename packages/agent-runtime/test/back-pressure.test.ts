import { expect, test } from 'vitest';
import { AgentExitedError, DeadlineError, MailboxFullError, WedgedError } from '../src/index.ts';
import { rejection } from '../../../tooling/testing/rejection.ts';
import { handyman } from '../../../tooling/testing/specs.ts';
import { launch } from './fixtures/launch.ts';
import { GET_READY, shell } from './fixtures/specs.ts';

/** More than the kernel and Node take of what an agent leaves unread. */
const MANY = 100;
const parcel = (number: number): object => ({ number, filling: 'x'.repeat(10_000) });

test('what a frozen agent leaves unread is refused beyond its bound, and the rest arrives', async () => {
  const agent = await launch(handyman([], { mailbox: { mostBytes: 100_000 } }));
  process.kill(agent.pid, 'SIGSTOP');

  const sendings = Array.from({ length: MANY }, (_, number) => agent.send(parcel(number)));
  const refusals = Promise.allSettled(sendings);
  const error = await rejection(sendings.at(-1)!, MailboxFullError);
  process.kill(agent.pid, 'SIGCONT');
  const arrived = (await refusals).filter(({ status }) => status === 'fulfilled').length;

  expect(error).toMatchObject({ mostBytes: 100_000, outcome: 'refused' });
  expect(arrived).toBeGreaterThan(10);
  expect(arrived).toBeLessThan(MANY);
  const { heard } = (await agent.run({ do: 'state' })) as { heard: { number: number }[] };
  expect(heard.map(({ number }) => number)).toEqual(Array.from({ length: arrived }, (_, n) => n));
});

test('a deadline or an abort takes back what waits: the agent never hears of it', async () => {
  const agent = await launch(handyman([], { mailbox: { most: 1, whenFull: 'wait' } }));
  const controller = new AbortController();
  const first = agent.run({ do: 'later', ms: 60, value: 'first' });

  const aborted = agent.run({ do: 'ignoreSigterm' }, { signal: controller.signal });
  const overdue = agent.send('too late', { deadlineMs: 1 });
  const patient = agent.send('in time');
  controller.abort(new Error('not needed'));

  await expect(aborted).rejects.toThrow('not needed');
  await rejection(overdue, DeadlineError);
  expect(await first).toBe('first');
  await patient;
  expect(await agent.run({ do: 'state' })).toMatchObject({ heard: ['in time'] });
  // The task that was aborted would have taught it to ignore this.
  process.kill(agent.pid, 'SIGTERM');
  expect(await agent.exited).toMatchObject({ signal: 'SIGTERM' });
});

test('a message that is dropped when the agent has it does it no harm', async () => {
  const agent = await launch(handyman([], { mailbox: { most: 2, whenFull: 'drop oldest' } }));

  const sendings = [1, 2, 3, 4].map((number) => agent.send(number));
  for (const dropped of sendings.slice(0, 2)) await rejection(dropped, MailboxFullError);
  await Promise.all(sendings.slice(2));

  expect(await agent.run({ do: 'state' })).toMatchObject({ heard: [1, 2, 3, 4] });
});

test('a task that is dropped is cancelled', async () => {
  const agent = await launch(handyman([], { mailbox: { most: 1, whenFull: 'drop oldest' } }));

  const dropped = agent.run({ do: 'untilAborted' });
  const state = agent.run({ do: 'state' });

  const error = await rejection(dropped, MailboxFullError);
  expect(error.outcome).toBe('dropped');
  expect(await state).toMatchObject({ aborted: 1 });
});

test('pings, resets and cancels do not wait in a mailbox that is full', async () => {
  const agent = await launch(handyman([], { mailbox: { most: 1, whenFull: 'wait' } }));
  const controller = new AbortController();
  const task = agent.run({ do: 'untilAborted' }, { signal: controller.signal });
  const waiting = agent.run({ do: 'state' });

  await agent.ping();
  await agent.reset();
  controller.abort(new Error('enough'));

  await expect(task).rejects.toThrow('enough');
  expect(await waiting).toMatchObject({ resets: 1, aborted: 1 });
});

test('an agent that talks without end and reads nothing is ended, and fills no memory', async () => {
  const agent = await launch(
    shell(`${GET_READY} read -r line; exec yes '{"type":"message","seq":1}'`, {
      maxFrameBytes: 1_000,
      mailbox: { mostBytes: 65_536 },
    }),
  );

  const error = await rejection(agent.run(), AgentExitedError);

  expect(error.cause).toBeInstanceOf(WedgedError);
  expect(error.exit.because).toMatch(/is wedged: leaves \d+ bytes unread/);
});
