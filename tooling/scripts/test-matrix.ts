/**
 * Runs the libraries' tests on every Node they support: `pnpm test:matrix [22|24|26[:package,...[:folder,...]]...]`.
 * `24:zygote` is that package alone, `24:zygote:hazards,child` these folders of its tests. The binaries come from the package registry, once, into node_modules/.cache; the tests and their
 * agents run on them from source. Each run leaves its counts beside the package's own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One of each line, the newest that the registry has for Linux. */
const VERSIONS: Readonly<Record<string, string>> = {
  22: '22.23.3',
  24: '24.21.0',
  26: '26.10.0',
};
const PACKAGES = ['analysis', 'agent-runtime', 'zygote', 'experiment', 'pooling', 'spawning'];
/** What `pnpm test` runs, on its own Node: a minute of arithmetic that comes out the same on every one. */
const ELSEWHERE = ['**/simulations.test.ts'];
const root = join(import.meta.dirname, '..', '..');

const asked = process.argv.slice(2);
const runs = (asked.length === 0 ? Object.keys(VERSIONS) : asked).map((each) => {
  const [line = '', only, folders = ''] = each.split(':');
  const packages = PACKAGES.filter((name) => only === undefined || only.split(',').includes(name));
  const paths = folders.split(',').map((folder) => `test/${folder}`);
  return { line, packages, paths };
});
type Run = (typeof runs)[number];
for (const { line, packages } of runs) {
  if (VERSIONS[line] !== undefined && packages.length > 0) continue;
  const nodes = Object.keys(VERSIONS).join(', ');
  console.error(`expected one of ${nodes}, alone or with :${PACKAGES.join(', :')}, got ${line}`);
  process.exit(64);
}
// Side by side: tests that start processes wait for them as long as they compute.
await Promise.all(runs.map(testOn));

async function testOn({ line, packages, paths }: Run): Promise<void> {
  const node = await install(VERSIONS[line]!);
  for (const name of packages) if (!(await passes(node, name, line, paths))) process.exitCode = 1;
}

async function install(version: string): Promise<string> {
  const folder = join(root, 'node_modules', '.cache', 'muster', `node-${version}`);
  const name = `node-${process.platform}-${process.arch}`;
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', `${name}@${version}`];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0 || !existsSync(node)) {
    throw new Error(`Node ${version} is not to be had as ${name}@${version} from the registry`);
  }
  return node;
}

async function passes(
  node: string,
  name: string,
  line: string,
  paths: readonly string[],
): Promise<boolean> {
  const cwd = join(root, 'packages', name);
  const report = `test-results.node${line}.json`;
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(
    node,
    [
      vitest,
      'run',
      ...paths,
      '--config=../../tooling/vitest/package.ts',
      '--silent=passed-only',
      ...ELSEWHERE.map((glob) => `--exclude=${glob}`),
    ],
    {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, MUSTER_TEST_RESULTS: report },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const [status] = await once(child, 'close');
  console.log(`\nNode ${line}: ${name}\n${said}`);
  return status === 0;
}
