import { readSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { loadNative } from '../../src/native/binding.ts';
import type { ChildWords } from '../../src/process/plan.ts';
import { encodeRequest, MAX_WORDS_BYTES } from '../../src/zygote/request.ts';
import { closeAll } from '../../src/zygote/sockets.ts';

/** The layout of native/zygote.h, read as native/requests.c and native/serve.c read it. */
function decode(bytes: Buffer): unknown {
  const words = bytes.subarray(24);
  const end = words.indexOf(0);
  return {
    id: bytes.readUInt32LE(0),
    targets: Array.from({ length: bytes.readUInt32LE(4) }, (_, n) => bytes.readInt32LE(8 + 4 * n)),
    directory: words.toString('utf8', 0, end),
    words: JSON.parse(words.toString('utf8', end + 1)),
  };
}

const text = fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\0', ''));
const path = text.map((name) => `/${name}`);
const seed = fc.nat(0xff_ff_ff_ff);
const wordsToSend: fc.Arbitrary<ChildWords> = fc.record({
  module: path,
  args: fc.array(text),
  env: fc.dictionary(text, text, { noNullPrototype: true }),
  cwd: path,
  seed: fc.tuple(seed, seed, seed, seed),
});
const targetsToSend = fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });

test('a request arrives as it was meant, whole, whatever its words', () => {
  const { native } = loadNative();
  const [here, there] = native.socketPair(1) as readonly [number, number];
  onTestFinished(() => closeAll(native, [here, there]));
  const room = Buffer.alloc(MAX_WORDS_BYTES + 24);

  fc.assert(
    fc.property(fc.nat(0xff_ff_ff_ff), targetsToSend, wordsToSend, (id, targets, words) => {
      expect(native.sendRequest(here, encodeRequest(id, targets, words), new Int32Array())).toBe(0);
      const got = room.subarray(0, readSync(there, room));
      expect(decode(got)).toEqual({ id, targets, directory: words.cwd, words });
    }),
  );
});

const words: ChildWords = { module: '/a', args: [], env: {}, cwd: '/', seed: [1, 2, 3, 4] };
const withArgument = (characters: number, character = 'x'): ChildWords => ({
  ...words,
  args: [character.repeat(characters)],
});
const LENGTH = encodeRequest(1, [], withArgument(0)).length - 24;

test.each([
  ['x', 1],
  ['€', 3],
])('the longest request that fits is sent, one byte more is refused: of %j', (character, size) => {
  const most = Math.floor((MAX_WORDS_BYTES - LENGTH) / size);

  const longest = encodeRequest(1, [1, 2], withArgument(most, character));
  expect(longest.length).toBe(24 + LENGTH + most * size);
  expect(() => encodeRequest(1, [1, 2], withArgument(most + 1, character))).toThrow(
    new RangeError(`a request may have 131072 bytes, this one has ${LENGTH + (most + 1) * size}`),
  );
});

test.each<readonly [string, Partial<ChildWords>]>([
  ['the directory', { cwd: '/\0' }],
  ['the module', { module: '/a\0b' }],
  ['an argument', { args: ['', 'a\0'] }],
  ['the name of a variable', { env: { 'a\0': '' } }],
  ['the value of a variable', { env: { a: '\0' } }],
])('a NUL is refused, in %s', (_where, part) => {
  expect(() => encodeRequest(1, [], { ...words, ...part })).toThrow(RangeError);
});
