import { expect, test } from 'vitest';
import { openPrograms } from '../fixtures/child-programs.ts';
import { runForked } from '../fixtures/child-outcome.ts';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

/** Counts the writable mappings in which there are the words of its arguments, put together. */
const SEARCH = `
  import { openSync, readFileSync, readSync } from 'node:fs';
  const memory = openSync('/proc/self/mem');
  const words = Buffer.from(process.argv[2] + process.argv[3]);
  const found = readFileSync('/proc/self/maps', 'latin1').split('\\n').filter((line) => {
    const [, from, to] = /^(\\w+)-(\\w+) rw/.exec(line) ?? [];
    const [start, end] = [BigInt('0x' + (from ?? '0')), BigInt('0x' + (to ?? '0'))];
    if (end === start || end - start > 100_000_000n) return false;
    const bytes = Buffer.alloc(Number(end - start));
    try { readSync(memory, bytes, 0, bytes.length, start); } catch { return false; }
    return bytes.includes(words);
  });
  console.log(found.length);
`;

test('nothing of what one child was told is left in the memory of the next', async () => {
  using files = openPrograms();
  const module = files.write('search.mjs', SEARCH);
  await using zygote = await openZygote();
  const secret = { ...ENV, FILLER: 'x'.repeat(5_000), SECRET: 'hunter-the-second' };

  await runForked(zygote, { module, env: secret, args: ['nothing', '-at-all'] });
  const next = await runForked(zygote, { module, env: ENV, args: ['hunter-the', '-second'] });
  const other = await runForked(zygote, { module, env: ENV, args: ['never-told', '-anybody'] });

  // One that searches has the words itself, in a place or two.
  expect(next.stdout).toBe(other.stdout);
  expect(Number(next.stdout)).toBeGreaterThan(0);
});
