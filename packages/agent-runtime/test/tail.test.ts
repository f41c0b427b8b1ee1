import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { keepTail } from '../src/process/tail.ts';

/** What is kept, and what was handed on, of a stream that says `chunks` and perhaps ends. */
async function tailOf(
  maxLines: number,
  chunks: readonly (string | Buffer)[],
  ends = true,
): Promise<{ readonly kept: readonly string[]; readonly heard: readonly string[] }> {
  const stream = new PassThrough();
  const heard: string[] = [];
  const tail = keepTail(stream, maxLines, (line) => heard.push(line));
  for (const chunk of chunks) stream.write(chunk);
  if (ends) {
    stream.end();
    await new Promise((resolve) => stream.once('close', resolve));
  } else await new Promise((resolve) => setImmediate(resolve));
  return { kept: tail.lines(), heard };
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
