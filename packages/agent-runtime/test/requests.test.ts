import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DeadlineError } from '../src/errors.ts';
import { createRequests } from '../src/agent/requests.ts';

const ignore = (): void => undefined;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('an answer reaches the request of its number, in whatever order', async () => {
  const requests = createRequests();
  const first = requests.open('task', 'first', {}, ignore);
  const second = requests.open('task', 'second', {}, ignore);

  requests.settle(second.id, { value: 'two' });
  requests.settle(first.id, { error: new Error('one') });

  await expect(second.answer).resolves.toBe('two');
  await expect(first.answer).rejects.toThrow('one');
  expect(requests.size).toBe(0);
});

test('a request settles once', async () => {
  const requests = createRequests();
  const { id, answer } = requests.open('task', 'task', {}, ignore);

  expect(requests.settle(id, { value: 1 })).toBe(true);
  expect(requests.settle(id, { value: 2 })).toBe(false);
  await expect(answer).resolves.toBe(1);
});

test('a request knows its kind for as long as it is open', () => {
  const requests = createRequests();
  const { id } = requests.open('ping', 'ping', {}, ignore);

  expect(requests.kindOf(id)).toBe('ping');
  requests.settle(id, { value: undefined });
  expect(requests.kindOf(id)).toBeUndefined();
});

test('an abort rejects with its reason at once and keeps the request until it is answered', async () => {
  const requests = createRequests();
  const controller = new AbortController();
  const onAbandon = vi.fn<(id: number, error: unknown) => void>();
  const reason = new Error('no longer wanted');
  const { id, answer } = requests.open('task', 'task', { signal: controller.signal }, onAbandon);

  controller.abort(reason);

  await expect(answer).rejects.toBe(reason);
  expect(onAbandon).toHaveBeenCalledExactlyOnceWith(id, reason);
  expect(requests.size).toBe(1);
  expect(requests.settle(id, { value: 'too late' })).toBe(true);
  expect(requests.size).toBe(0);
});

test('a deadline rejects with what was awaited and for how long', async () => {
  const requests = createRequests();
  const onAbandon = vi.fn<(id: number, error: unknown) => void>();
  const { answer } = requests.open('task', 'task of agent a', { deadlineMs: 50 }, onAbandon);
  const caught = answer.catch((error: unknown) => error);

  await vi.advanceTimersByTimeAsync(49);
  expect(onAbandon).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  // It is judged after one more reading, which in this time takes a millisecond.
  await vi.advanceTimersByTimeAsync(1);

  const error = await caught;
  expect(error).toBeInstanceOf(DeadlineError);
  expect(error).toMatchObject({
    deadlineMs: 50,
    message: 'task of agent a: no answer within 50 ms',
  });
});

test('neither abort nor deadline touch a request that has its answer', async () => {
  const requests = createRequests();
  const controller = new AbortController();
  const onAbandon = vi.fn<() => void>();
  const options = { signal: controller.signal, deadlineMs: 50 };
  const { id, answer } = requests.open('task', 'task', options, onAbandon);

  requests.settle(id, { value: 1 });
  controller.abort();
  await vi.advanceTimersByTimeAsync(100);

  await expect(answer).resolves.toBe(1);
  expect(onAbandon).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test('of abort and deadline only the first counts', async () => {
  const requests = createRequests();
  const controller = new AbortController();
  const onAbandon = vi.fn<() => void>();
  const options = { signal: controller.signal, deadlineMs: 50 };
  const { answer } = requests.open('task', 'task', options, onAbandon);

  controller.abort(new Error('first'));
  const [settled] = await Promise.allSettled([answer, vi.advanceTimersByTimeAsync(100)]);

  expect(settled).toMatchObject({ status: 'rejected', reason: { message: 'first' } });
  expect(onAbandon).toHaveBeenCalledOnce();
});

test('failAll rejects everything open, and nothing that comes after', async () => {
  const requests = createRequests();
  const answers = [1, 2, 3].map((n) => requests.open('task', `task ${n}`, {}, ignore).answer);

  requests.failAll(new Error('gone'));
  const later = requests.open('task', 'later', {}, ignore);
  requests.settle(later.id, { value: 'fine' });

  for (const settled of await Promise.allSettled(answers)) {
    expect(settled).toMatchObject({ status: 'rejected', reason: { message: 'gone' } });
  }
  await expect(later.answer).resolves.toBe('fine');
});

test.each([
  ['is answered in time', 40, true],
  ['is not', 60, false],
])('answeredWithin tells whether a request %s', async (_what, answeredAfterMs, expected) => {
  const requests = createRequests();
  const { id } = requests.open('task', 'task', {}, ignore);
  const answered = requests.answeredWithin(id, 50);

  setTimeout(() => requests.settle(id, { value: 1 }), answeredAfterMs);
  await vi.advanceTimersByTimeAsync(100);

  await expect(answered).resolves.toBe(expected);
});

test('answeredWithin is true for what has its answer already', async () => {
  await expect(createRequests().answeredWithin(7, 50)).resolves.toBe(true);
});

test('whatever happens in whatever order, every request settles exactly once', async () => {
  const event = fc.record({
    index: fc.nat(4),
    kind: fc.constantFrom('settle', 'fail', 'abort', 'deadline'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event), async (events) => {
      const requests = createRequests();
      const settled = [0, 0, 0, 0, 0];
      const controllers = settled.map(() => new AbortController());
      const opened = controllers.map(({ signal }, index) => {
        const options = { signal, deadlineMs: 1_000 };
        const { id, answer } = requests.open('task', `${index}`, options, ignore);
        const count = (): number => settled[index]!++;
        void answer.then(count, count);
        return id;
      });
      for (const { index, kind } of events) {
        if (kind === 'settle') requests.settle(opened[index]!, { value: index });
        if (kind === 'fail') requests.settle(opened[index]!, { error: new Error('no') });
        if (kind === 'abort') controllers[index]!.abort();
        if (kind === 'deadline') await vi.advanceTimersByTimeAsync(400);
      }
      requests.failAll(new Error('gone'));
      await vi.advanceTimersByTimeAsync(2_000);

      expect(settled).toEqual([1, 1, 1, 1, 1]);
      expect(requests.size).toBe(0);
    }),
    { numRuns: 50 },
  );
});
