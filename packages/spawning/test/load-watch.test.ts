import { expect, test, vi } from 'vitest';
import type { LoadReading, ReadLoad } from '@muster/spawning';
import { createLoadWatch, type LoadWatch } from '../src/load/watch.ts';
import { pass, PRESSED, settle, SHOWS_NOTHING, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

const watchOf = (read: ReadLoad, onLooked = (): void => undefined): LoadWatch =>
  createLoadWatch({ read, everyMs: 100, onLooked });

test('it looks at once, and then at every interval from the end of a look', async () => {
  const looks: PromiseWithResolvers<LoadReading>[] = [];
  const onLooked = vi.fn<() => void>();
  const watch = watchOf(() => {
    looks.push(Promise.withResolvers());
    return looks.at(-1)!.promise;
  }, onLooked);
  watch.start();
  await pass(1_000);
  expect([looks.length, watch.latest]).toEqual([1, undefined]);
  looks[0]!.resolve(PRESSED);
  await settle();
  expect(watch.latest).toBe(PRESSED);
  expect(onLooked).toHaveBeenCalledTimes(1);
  await pass(99);
  expect(looks).toHaveLength(1);
  await pass(1);
  expect(looks).toHaveLength(2);
  watch.stop();
  looks[1]!.resolve(SHOWS_NOTHING);
  await pass(1_000);
  expect(looks).toHaveLength(2);
  expect(onLooked).toHaveBeenCalledTimes(1);
});

test('it looks only while somebody wants to know', async () => {
  const read = vi.fn<ReadLoad>(async () => SHOWS_NOTHING);
  const watch = watchOf(read);
  await pass(1_000);
  expect(read).not.toHaveBeenCalled();
  watch.start();
  watch.start();
  await pass(250);
  watch.stop();
  await pass(1_000);
  expect(read).toHaveBeenCalledTimes(3);
  expect(vi.getTimerCount()).toBe(0);
});

test('what was seen before a pause is forgotten', async () => {
  const next = Promise.withResolvers<LoadReading>();
  const readings: Promise<LoadReading>[] = [Promise.resolve(PRESSED), next.promise];
  const watch = watchOf(() => readings.shift()!);
  watch.start();
  await settle();
  watch.stop();
  watch.start();
  await settle();
  expect(watch.latest).toBeUndefined();
  next.resolve(SHOWS_NOTHING);
  await settle();
  expect(watch.latest).toBe(SHOWS_NOTHING);
  watch.stop();
});

test('a pause within a look makes no second look beside it', async () => {
  const read = vi.fn<ReadLoad>(() => new Promise(() => undefined));
  const watch = watchOf(read);
  watch.start();
  watch.stop();
  watch.start();
  await pass(1_000);
  expect(read).toHaveBeenCalledTimes(1);
});

test.each<[string, ReadLoad]>([
  ['rejects', () => Promise.reject(new Error('EMFILE'))],
  [
    'throws',
    () => {
      throw new Error('EMFILE');
    },
  ],
])(
  'a reader that %s has seen nothing, which holds nothing, and is asked again',
  async (_, read) => {
    const asked = vi.fn<ReadLoad>(read);
    const watch = watchOf(asked);
    watch.start();
    await pass(150);
    expect(watch.latest).toEqual(SHOWS_NOTHING);
    expect(asked).toHaveBeenCalledTimes(2);
    watch.stop();
  },
);
