import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineReader } from '../src/protocol/lines.ts';

function linesOf(chunks: readonly Buffer[], maxBytes = 1_000): string[] {
  const lines: string[] = [];
  const read = createLineReader({ maxBytes }, (line) => lines.push(line));
  for (const chunk of chunks) read(chunk);
  return lines;
}

const text = 'plain\n\näöü €\n𝄞 clef 👩‍🚀\nlast\n';
const bytes = Buffer.from(text);
const lines = text.slice(0, -1).split('\n');

test('gives the same lines wherever the bytes are torn, inside a character too', () => {
  for (let at = 0; at <= bytes.length; at++) {
    expect(linesOf([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(lines);
  }
});

test('gives the same lines when every byte comes alone', () => {
  expect(linesOf([...bytes].map((byte) => Buffer.of(byte)))).toEqual(lines);
});

test('gives all lines of one chunk', () => {
  expect(linesOf([bytes])).toEqual(lines);
});

test('gives the same lines for any split of any text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(200)), (texts, cuts) => {
      const whole = Buffer.from(texts.map((line) => `${line}\n`).join(''));
      const sorted = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length];
      sorted.sort((a, b) => a - b);
      const chunks = sorted.slice(1).map((end, index) => whole.subarray(sorted[index], end));

      expect(linesOf(chunks, 10_000)).toEqual(linesOf([whole], 10_000));
      expect(linesOf(chunks, 10_000).join('\n')).toBe(whole.toString().slice(0, -1));
    }),
  );
});

test('holds back a line that has not ended', () => {
  expect(linesOf([Buffer.from('ended\nnot ended')])).toEqual(['ended']);
});

test('accepts a line of exactly the limit, however it is torn', () => {
  const line = 'x'.repeat(10);

  expect(linesOf([Buffer.from(`${line}\n`)], 10)).toEqual([line]);
  expect(linesOf([Buffer.from('xxxxx'), Buffer.from('xxxxx\n')], 10)).toEqual([line]);
});

test.each([
  ['at once', [`${'x'.repeat(11)}\n`]],
  ['in parts', ['xxxxxx', 'xxxxx\n']],
  ['after a line that fits', [`fits\n${'x'.repeat(11)}\n`]],
  ['before its end is seen', ['xxxxxx', 'xxxxx']],
])('refuses a longer line that comes %s', (_how, chunks) => {
  expect(() =>
    linesOf(
      chunks.map((chunk) => Buffer.from(chunk)),
      10,
    ),
  ).toThrow('too large frame: a line exceeds 10 bytes');
});

test('obeys a limit that changes between two lines of one chunk', () => {
  const limit = { maxBytes: 5 };
  const seen: string[] = [];
  const read = createLineReader(limit, (line) => {
    seen.push(line);
    limit.maxBytes = 20;
  });

  read(Buffer.from('short\nlonger than five\n'));

  expect(seen).toEqual(['short', 'longer than five']);
});
