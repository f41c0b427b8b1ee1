import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWaitQueue } from '../src/wait-queue.ts';
import { fateOf, settle } from './fixtures/world.ts';

describe('the wait queue', () => {
  test('serves in the order of arrival, whoever left between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (stays) => {
        const queue = createWaitQueue<number>();
        const served: number[] = [];
        const places = stays.map((_, index) => {
          const { turn, leave } = queue.join();
          turn.then(
            () => served.push(index),
            () => undefined,
          );
          return leave;
        });
        for (const [index, leave] of places.entries()) if (!stays[index]) leave(new Error('gone'));
        const staying = [...stays.keys()].filter((index) => stays[index]);
        expect(queue.length).toBe(staying.length);
        while (queue.serve(0)) await Promise.resolve();
        expect(served).toEqual(staying);
        expect(queue.length).toBe(0);
      }),
    );
  });

  test('serves nobody when nobody waits, and says so', () => {
    const queue = createWaitQueue<number>();
    expect(queue.serve(1)).toBe(false);
    void queue.join();
    expect(queue.serve(2)).toBe(true);
    expect(queue.serve(3)).toBe(false);
  });

  test('a value goes to one waiter only', async () => {
    const queue = createWaitQueue<string>();
    const [first, second] = [fateOf(queue.join().turn), fateOf(queue.join().turn)];
    queue.serve('a');
    await settle();
    expect([first.value, second.settled]).toEqual(['a', false]);
  });

  test('who leaves is rejected with the error given', async () => {
    const queue = createWaitQueue<number>();
    const { turn, leave } = queue.join();
    leave('my reason');
    await expect(turn).rejects.toBe('my reason');
  });

  test('leaving after being served changes nothing, for oneself or others', async () => {
    const queue = createWaitQueue<number>();
    const { turn, leave } = queue.join();
    queue.serve(7);
    const other = fateOf(queue.join().turn);
    leave(new Error('too late'));
    leave(new Error('too late'));
    await expect(turn).resolves.toBe(7);
    await settle();
    expect(other.settled).toBe(false);
    expect(queue.length).toBe(1);
  });

  test('rejectAll reaches all who wait and empties the queue', async () => {
    const queue = createWaitQueue<number>();
    const fates = [1, 2, 3].map(() => fateOf(queue.join().turn));
    queue.rejectAll('closed');
    await settle();
    expect(fates.map(({ error }) => error)).toEqual(['closed', 'closed', 'closed']);
    expect(queue.length).toBe(0);
  });

  test('leaving from the middle costs no walk: 200,000 leave in any order', () => {
    const queue = createWaitQueue<number>();
    const leaves = Array.from({ length: 200_000 }, () => {
      const { turn, leave } = queue.join();
      turn.catch(() => undefined);
      return leave;
    });
    // A queue that shifts or searches an array needs 10^10 steps for this and runs into the timeout.
    for (let index = leaves.length - 1; index >= 0; index -= 2) leaves[index]!('bye');
    for (let index = 0; index < leaves.length; index += 2) leaves[index]!('bye');
    expect(queue.length).toBe(0);
  });
});
