import { expect, test } from 'vitest';
import { createRandom } from '../../../packages/experiment/src/plan/random.ts';
import type { Sampler } from '../bench-case.ts';
import { measureCase } from '../measure-case.ts';

const base = { name: 'a case', unit: 'ms', rounds: 3, warmupRounds: 1 };
const ignore = (): void => undefined;

/** Gives the values in turn and notes each call. */
function scripted(name: string, values: readonly number[], calls: string[]): Sampler {
  let next = 0;
  return async () => {
    calls.push(name);
    return values[next++] ?? Number.NaN;
  };
}

test('tells the median of the rounds after warm-up', async () => {
  const ours = scripted('ours', [100, 1, 5, 3], []);
  const peers = { peer: scripted('peer', [0, 7, 7, 8], []) };
  const values = await measureCase({ ...base, ours, peers }, createRandom(1), ignore);
  expect(values).toEqual({ ours: 3, peers: { peer: 7 } });
});

test('takes one sample of every contestant in each round, in changing order', async () => {
  const calls: string[] = [];
  const names = ['a', 'b'];
  const always = Array<number>(20).fill(1);
  const peers = Object.fromEntries(names.map((name) => [name, scripted(name, always, calls)]));
  const ours = scripted('ours', always, calls);
  await measureCase({ ...base, rounds: 19, ours, peers }, createRandom(1), ignore);
  const orders = new Set<string>();
  for (let at = 0; at < calls.length; at += 3) {
    const round = calls.slice(at, at + 3);
    expect(round.toSorted()).toEqual(['a', 'b', 'ours']);
    orders.add(round.join());
  }
  expect(calls).toHaveLength(60);
  expect(orders.size).toBeGreaterThan(1);
});

test.each([0, 1.5, Number.NaN])('refuses %s rounds', async (rounds) => {
  const measured = measureCase(
    { ...base, rounds, ours: async () => 1, peers: {} },
    createRandom(1),
    ignore,
  );
  await expect(measured).rejects.toThrow('`rounds` must be a positive integer');
});
