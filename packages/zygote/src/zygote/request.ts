import type { ChildWords } from '../process/plan.ts';

/** As in native/zygote.h: what fits one request, and how many descriptors. */
export const MAX_WORDS_BYTES = 131_072;
const MAX_FDS = 4;
/** A NUL as JSON says it, and not a text that looks like it. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;
const HEAD_BYTES = 8 + 4 * MAX_FDS;

/**
 * A request for a fork as the zygote's native side reads it: id, number of descriptors, which
 * descriptor each shall be in the child, the working directory, NUL, then the words as JSON. Throws
 * RangeError when it cannot be said: it is too long, or has a NUL where a process cannot have one.
 */
export function encodeRequest(id: number, targets: readonly number[], words: ChildWords): Buffer {
  const json = JSON.stringify(words);
  const text = `${words.cwd}\0${json}`;
  if (ESCAPED_NUL.test(json)) throw new RangeError('a request must not have a NUL in it');
  const length = Buffer.byteLength(text);
  if (length > MAX_WORDS_BYTES) {
    throw new RangeError(`a request may have ${MAX_WORDS_BYTES} bytes, this one has ${length}`);
  }
  const bytes = Buffer.alloc(HEAD_BYTES + length);
  bytes.writeUInt32LE(id, 0);
  bytes.writeUInt32LE(targets.length, 4);
  for (const [index, target] of targets.entries()) bytes.writeInt32LE(target, 8 + 4 * index);
  bytes.write(text, HEAD_BYTES);
  return bytes;
}
