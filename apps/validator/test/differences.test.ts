import { expect, test } from 'vitest';
import { type Difference, differencesBetween } from '../src/judging/differences.ts';

test.each<[string, unknown, unknown, readonly Difference[]]>([
  ['equal data, keys in another order', { a: 1, b: [null] }, { b: [null], a: 1 }, []],
  ['nothing but one value', 1, 2, [{ field: '', recorded: 1, derived: 2 }]],
  [
    'the last bit of a number',
    { a: { b: [0.1 + 0.2] } },
    { a: { b: [0.3] } },
    [{ field: 'a.b[0]', recorded: 0.1 + 0.2, derived: 0.3 }],
  ],
  ['a shorter list', [1, 2], [1], [{ field: '[1]', recorded: 2, derived: undefined }]],
  ['a key too few', {}, { a: null }, [{ field: 'a', recorded: undefined, derived: null }]],
  [
    'a key that every object has',
    {},
    JSON.parse('{"constructor": 1}'),
    [{ field: 'constructor', recorded: undefined, derived: 1 }],
  ],
  ['null and an object', { a: null }, { a: {} }, [{ field: 'a', recorded: null, derived: {} }]],
  ['a list and an object', { a: [] }, { a: {} }, [{ field: 'a', recorded: [], derived: {} }]],
  ['a number and its text', 1, '1', [{ field: '', recorded: 1, derived: '1' }]],
])('%s', (_, recorded, derived, differences) => {
  expect(differencesBetween(recorded, derived)).toEqual(differences);
});
