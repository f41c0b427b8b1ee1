import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { muster } from './support/command.ts';
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
