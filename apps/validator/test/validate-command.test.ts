import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { muster } from './support/command.ts';
import { resultPath } from './support/recorded.ts';
import { measuredWorkspace } from './support/workspace.ts';

test('without turbo, muster validate says what to install and writes no report', async () => {
  const root = await measuredWorkspace();
  const run = await muster(root, ['validate'], { env: { PATH: root } });
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toMatch(
    /^muster: turbo cannot be started: .*ENOENT.*\nRun: npx -y pnpm@12\.21\.0 install\n$/,
  );
  expect(await readdir(root)).not.toContain('report');
});

test('what could not be measured is told, and former results and reports stay', async () => {
  const root = await measuredWorkspace();
  expect((await muster(root, ['report'])).code).toBe(0);
  const decision = join(root, 'report/decision.json');
  const before = [await readFile(decision, 'utf8'), await readFile(resultPath(root), 'utf8')];
  const bin = join(root, 'node_modules/.bin');
  await mkdir(bin, { recursive: true });
  const said = 'agent-pool: only 0 of 6 blocks could be measured undisturbed';
  await writeFile(join(bin, 'turbo'), `#!/bin/sh\necho '${said}' >&2\nexit 2\n`, { mode: 0o755 });
  const run = await muster(root, ['validate', '3.1']);
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toContain(`${said}\nmuster: not everything could be measured, see above`);
  expect(run.err).toContain('Former results and report/ are as they were');
  expect([await readFile(decision, 'utf8'), await readFile(resultPath(root), 'utf8')]).toEqual(
    before,
  );
});
