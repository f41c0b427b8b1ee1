import { describe, expect, test } from 'vitest';
import {
  holderLine,
  leaverLine,
  readHolders,
  waitingMessage,
  type LockHolder,
} from '../src/lock/lock-holders.ts';

const a: LockHolder = { pid: 1, mode: 'building', what: 'a', since: '2026-01-01T12:00:01.000Z' };
const b: LockHolder = { pid: 2, mode: 'building', what: 'b', since: '2026-01-01T12:00:02.000Z' };

describe('reading holders', () => {
  test.each([
    ['nobody', '', []],
    ['one', holderLine(a), [a]],
    ['two', holderLine(a) + holderLine(b), [a, b]],
    ['one that left and one that stays', holderLine(a) + holderLine(b) + leaverLine(a), [b]],
    ['a torn line', `${holderLine(a)}{"pid":2,"mo`, [a]],
    ['another shape', 'null\n[]\n{"pid":1,"mode":"resting","what":"x","since":"y"}\n', []],
  ])('%s', (_, text, expected) => {
    expect(readHolders(text)).toEqual(expected);
  });

  test('the same process may leave and come back', () => {
    const again = { ...a, since: '2026-01-01T12:00:09.000Z' };
    expect(readHolders(holderLine(a) + leaverLine(a) + holderLine(again))).toEqual([again]);
  });
});

describe('the waiting message', () => {
  test('names whoever is waited for', () => {
    expect(waitingMessage([{ ...a, mode: 'measuring' }], (iso) => iso.slice(11, 19))).toBe(
      'waiting for a (pid 1, since 12:00:01), which measures on this machine',
    );
  });

  test('says so when nobody is named', () => {
    expect(waitingMessage([], (iso) => iso)).toBe(
      'waiting for another process, which measures or builds on this machine',
    );
  });
});
