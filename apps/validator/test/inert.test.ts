import { describe, expect, test } from 'vitest';
import { inert, inertLine } from '../src/inert.ts';

describe('text of unknown origin', () => {
  test.each([
    ['größe ≥ 2× 🙂 “quoted”', 'größe ≥ 2× 🙂 “quoted”'],
    ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['\u001b]0;title\u0007', '␛]0;title␇'],
    ['\u009b2J', '\ufffd2J'],
    ['met\rnot met', 'met␍not met'],
    ['a\r\nb\nc', 'a\nb\nc'],
    ['a\u007fb\u0000', 'a␡b␀'],
    ['\u202etem ton', '\ufffdtem ton'],
    ['zero\u200bwidth\u2028line', 'zero\ufffdwidth\ufffdline'],
    ['half \ud83d pair', 'half \ufffd pair'],
    ['tag \u{e0041}', 'tag \ufffd'],
  ])('%j is printed as %j', (text, safe) => {
    expect(inert(text)).toBe(safe);
    expect(inert(safe)).toBe(safe);
  });

  test('becomes one line where only one is wanted', () => {
    expect(inertLine(' a\n\n\tb \u2028 c\r\n')).toBe('a b c');
  });

  test('has no control character left, whichever it had', () => {
    const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join(' ');
    expect(inert(all)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});
