import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const here = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', here), 'utf8');
const example = /```ts\n([^]*?)```/.exec(readme)?.[1] ?? '';

/** As the README says for Node 22, which does not know `await using`. */
function withoutAwaitUsing(code: string): string {
  const closing = 'lease.release(); await pool.close(); await launcher.close();';
  return `${code.replaceAll('await using', 'const')}\n${closing}\n`;
}

test('the example of the README is short, runs as it stands, and ends', async () => {
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(15);
  // Evaluated in the package's folder, bare imports resolve as they would for its users.
  const knowsUsing = Number.parseInt(process.versions.node, 10) >= 24;
  const code = knowsUsing ? example : withoutAwaitUsing(example);
  const args = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: here,
    timeout: 15_000,
  });
  expect(stdout).toMatch(/^hello (0|1)\n$/);
});
