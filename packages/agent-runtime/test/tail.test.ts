import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { keepTail } from '../src/process/tail.ts';

/** What is kept of a stream that says `chunks` and perhaps ends. */
async function keptOf(
  maxLines: number,
  chunks: readonly (string | Buffer)[],
  ends: boolean,
  onLine?: (line: string) => void,
): Promise<readonly string[]> {
  const stream = new PassThrough();
  const tail = keepTail(stream, maxLines, onLine);
  for (const chunk of chunks) stream.write(chunk);
  if (ends) {
    stream.end();
    await new Promise((resolve) => stream.once('close', resolve));
  } else await new Promise((resolve) => setImmediate(resolve));
  return tail.lines();
}

/** The same, and what was handed on. */
async function tailOf(
  maxLines: number,
  chunks: readonly (string | Buffer)[],
  ends = true,
): Promise<{ readonly kept: readonly string[]; readonly heard: readonly string[] }> {
  const heard: string[] = [];
  const kept = await keptOf(maxLines, chunks, ends, (line) => heard.push(line));
  return { kept, heard };
}

test('keeps the last lines and hands on all of them', async () => {
  expect(await tailOf(2, ['a\nb\n', 'c\n'])).toEqual({ kept: ['b', 'c'], heard: ['a', 'b', 'c'] });
});

test('joins a line that comes in parts, and a character that does', async () => {
  const euro = Buffer.from('€');
  const chunks = ['co', 'st: ', euro.subarray(0, 1), euro.subarray(1), '\n'];

  expect((await tailOf(5, chunks)).kept).toEqual(['cost: €']);
});

test('counts a last line without an end', async () => {
  expect(await tailOf(1, ['a\nb'])).toEqual({ kept: ['b'], heard: ['a', 'b'] });
  expect(await tailOf(1, ['a\nb'], false)).toEqual({ kept: ['b'], heard: ['a'] });
});

test.each([true, false])('keeps nothing where nothing is wanted (ended: %s)', async (ends) => {
  expect((await tailOf(0, ['a\nb'], ends)).kept).toEqual([]);
});

test('cuts a line that is longer than anybody reads, in one chunk or many', async () => {
  const long = 'x'.repeat(5_000);

  expect((await tailOf(5, [`${long}\n`])).kept).toEqual(['x'.repeat(2_000)]);
  expect((await tailOf(5, [long, long, '\nnext\n'])).kept).toEqual(['x'.repeat(2_000), 'next']);
});

test('reads away what nobody wants', async () => {
  const stream = new PassThrough({ highWaterMark: 10 });
  const tail = keepTail(stream, 0);

  await new Promise((resolve) => stream.write('x'.repeat(1_000), resolve));
  stream.end('last');
  await new Promise((resolve) => stream.once('close', resolve));

  expect(tail.lines()).toEqual([]);
  expect(stream.readableLength).toBe(0);
});

test('where nobody hears them, the same lines are kept', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 4 }), fc.array(text), fc.boolean(), async (most, said, ends) => {
      const { kept } = await tailOf(most, said, ends);
      expect(await keptOf(most, said, ends)).toEqual(kept);
    }),
  );
});

test('of a flood that nobody hears, no more lines are cut than are kept', async () => {
  using split = vi.spyOn(String.prototype, 'split');
  const kept = await keptOf(3, ['x\n'.repeat(30_000)], false);

  expect(kept).toEqual(['x', 'x', 'x']);
  expect(split.mock.results.flatMap(({ value }) => value as string[])).toEqual(kept);
});
