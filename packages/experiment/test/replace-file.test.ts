import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceFile } from '../src/files/replace-file.ts';
import { startChild } from './support/child.ts';
import { temporaryFolder } from './support/temporary.ts';

test('a reader sees the old content or the new, never a part', async () => {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, 'a'.repeat(200_000));
  const module = new URL('../src/files/replace-file.ts', import.meta.url).href;
  const writer = startChild([
    '--input-type=module',
    '-e',
    `import { replaceFile } from ${JSON.stringify(module)};
     for (let n = 0; n < 40; n += 1) await replaceFile(${JSON.stringify(path)}, 'bc'[n % 2].repeat(200_000));
     console.log('done');`,
  ]);
  let done = false;
  const finished = writer.ended().then(({ code }) => {
    done = true;
    expect(code).toBe(0);
  });
  const seen = new Set<string>();
  while (!done) {
    const text = await readFile(path, 'utf8');
    expect(text).toHaveLength(200_000);
    expect(text).toBe((text[0] ?? '').repeat(200_000));
    seen.add(text[0] ?? '');
  }
  await finished;
  expect(seen).toContain('c');
});

test('a failure leaves the old content and no other file', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'taken');
  await mkdir(path);
  await expect(replaceFile(path, 'new')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(await readdir(folder)).toEqual(['taken']);
});
