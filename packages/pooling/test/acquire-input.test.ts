import { describe, expect, test } from 'vitest';
import { createWorld, useScriptedTime } from './fixtures/world.ts';

useScriptedTime();

describe('an acquire that is asked wrongly', () => {
  test.each<readonly [unknown, string]>([
    [null, '`options` must be an object, got null'],
    [5, '`options` must be an object, got 5'],
    [{ priority: NaN }, '`priority` must be a finite number, got NaN'],
    [{ priority: Infinity }, '`priority` must be a finite number, got Infinity'],
    [{ priority: 'high' }, "`priority` must be a finite number, got 'high'"],
    [{ tenant: 5 }, '`tenant` must be a text, got 5'],
    [{ tenant: {} }, '`tenant` must be a text, got {}'],
    [{ tenant: null }, '`tenant` must be a text, got null'],
    [{ signal: {} }, '`signal` must be an AbortSignal, got {}'],
    [
      { deadlineMs: '300' },
      '`deadlineMs` must be milliseconds above 0 and up to 2147483647, got string',
    ],
    [{ deadlineMs: 0 }, '`deadlineMs` must be milliseconds above 0 and up to 2147483647, got 0'],
    [
      { deadlineMs: NaN },
      '`deadlineMs` must be milliseconds above 0 and up to 2147483647, got NaN',
    ],
  ])('%j rejects by name and leaves everything as it was', async (asked, message) => {
    const { pool } = await createWorld({ size: 1 });
    const before = pool.stats();
    const refused = pool.acquire(asked as never);
    await expect(refused).rejects.toThrow(TypeError);
    await expect(refused).rejects.toThrow(message);
    expect(pool.stats()).toEqual(before);
  });
});
