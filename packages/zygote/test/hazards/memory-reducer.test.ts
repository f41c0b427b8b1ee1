import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { ENV, openZygote } from '../fixtures/child-zygote.ts';

/** V8 says what its memory reducer does, which it does after a moment and not after half a minute. */
const FLAGS = ['--trace-memory-reducer', '--gc-memory-reducer-start-delay-ms=200'];
const LEAVES_GARBAGE = `
  let garbage = Array.from({ length: 500_000 }, (_, n) => ({ n }));
  garbage = undefined;
`;

test('a child begins without the collection that its zygote was about to do', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'memory-reducer-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const [preload, idle] = [join(directory, 'preload.mjs'), join(directory, 'idle.mjs')];
  await writeFile(preload, LEAVES_GARBAGE);
  await writeFile(idle, 'setTimeout(() => undefined, 500)');
  await using zygote = await openZygote([preload], ENV, 30_000, FLAGS);
  await wait(500);

  const child = await zygote.fork({ module: idle, env: ENV });
  const said = await child.stdout.setEncoding('utf8').toArray();

  expect(said.join('')).toBe('');
  expect(await child.ended).toEqual({ code: 0, signal: null });
});
