import { expect, test } from 'vitest';
import { mapBounded } from '../src/host/map-bounded.ts';

test('results keep the order of the items, and no more than the limit are under way', async () => {
  let underWay = 0;
  let most = 0;
  const results = await mapBounded([5, 1, 4, 2, 3], 2, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    // The larger items take more turns, so that they finish out of order.
    for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
    underWay -= 1;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test('no items give no results', async () => {
  expect(await mapBounded([], 4, () => Promise.reject(new Error('never called')))).toEqual([]);
});

test('a rejection is passed on', async () => {
  const failing = mapBounded([1, 2], 2, (item) =>
    item === 2 ? Promise.reject(new Error('second')) : Promise.resolve(item),
  );
  await expect(failing).rejects.toThrow('second');
});
