import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MeasurementError } from '../src/errors.ts';
import { readProvenance } from '../src/machine/provenance.ts';
import { temporaryFolder } from './support/temporary.ts';

const entry = { '.': { '@muster/dist': './dist/index.js', default: './src/index.ts' } };
const experimentFile = 'a/experiments/a.experiment.ts';

/** Package a depends on b, and for its tests on configuration and on c; b on d; c is only for tests. */
async function workspace(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const manifest = (name: string, rest: object): string =>
    JSON.stringify({ name: `@muster/${name}`, exports: entry, ...rest });
  const root = await temporaryFolder({
    'a/package.json': manifest('a', {
      dependencies: { '@muster/b': 'workspace:^', zod: '^4' },
      devDependencies: { '@muster/c': 'workspace:*', '@muster/config': 'workspace:*' },
    }),
    'b/package.json': manifest('b', {
      dependencies: { '@muster/d': 'workspace:^' },
      devDependencies: { '@muster/missing': 'workspace:*' },
    }),
    'c/package.json': manifest('c', {}),
    'd/package.json': manifest('d', {}),
    'config/package.json': JSON.stringify({ name: '@muster/config' }),
    [experimentFile]: 'export {};',
    'a/experiments/helper.ts': 'export {};',
    'a/experiments/other.experiment.ts': 'export {};',
    ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}/src/index.ts`, name])),
    ...more,
  });
  for (const [from, to] of [
    ['a', 'b'],
    ['a', 'c'],
    ['a', 'config'],
    ['b', 'd'],
  ]) {
    const folder = join(root, from ?? '', 'node_modules/@muster');
    await mkdir(folder, { recursive: true });
    await symlink(join(root, to ?? ''), join(folder, to ?? ''));
  }
  return root;
}

const provenanceIn = (root: string): ReturnType<typeof readProvenance> =>
  readProvenance(join(root, 'a'), join(root, experimentFile));

describe('provenance', () => {
  test('covers the package, what it depends on however indirectly, and the experiment', async () => {
    const { code, origin } = await provenanceIn(await workspace());
    expect(Object.keys(code)).toEqual([
      '@muster/a',
      '@muster/b',
      '@muster/c',
      '@muster/d',
      'experiment',
    ]);
    expect(origin).toBe('src');
  });

  test('is the same for the same files elsewhere', async () => {
    const [one, other] = [await workspace(), await workspace()];
    expect((await provenanceIn(one)).codeDigest).toBe((await provenanceIn(other)).codeDigest);
  });

  test.each([
    ['d/src/index.ts', ['@muster/d']],
    ['d/src/deep/new.ts', ['@muster/d']],
    ['b/package.json', ['@muster/b']],
    ['a/experiments/helper.ts', ['experiment']],
    [experimentFile, ['experiment']],
    ['a/experiments/other.experiment.ts', []],
    ['a/test/a.test.ts', []],
    ['a/src/README.md', []],
    ['d/dist/index.js', []],
  ])('a change of %s changes %j', async (path, expected) => {
    const root = await workspace();
    const before = await provenanceIn(root);
    const text = path.endsWith('package.json')
      ? JSON.stringify({
          name: '@muster/b',
          version: '2',
          exports: entry,
          dependencies: { '@muster/d': '' },
        })
      : 'changed';
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
    const after = await provenanceIn(root);
    const changed = Object.keys(after.code).filter((key) => after.code[key] !== before.code[key]);
    expect(changed).toEqual(expected);
    expect(after.codeDigest === before.codeDigest).toBe(expected.length === 0);
  });

  test('a mix of src and dist is refused', async () => {
    const root = await workspace({
      'd/package.json': JSON.stringify({ name: '@muster/d', exports: './dist/index.js' }),
      'd/dist/index.js': '',
    });
    await expect(provenanceIn(root)).rejects.toThrow(MeasurementError);
    await expect(provenanceIn(root)).rejects.toThrow(
      /^@muster\/d would run from dist and @muster\/a, @muster\/b, @muster\/c from src/,
    );
  });

  test('a package that is not built is refused by name', async () => {
    const root = await workspace({
      'd/package.json': JSON.stringify({ name: '@muster/d', exports: './dist/index.js' }),
    });
    await expect(provenanceIn(root)).rejects.toThrow('@muster/d is not built');
  });

  test('has no commit without git, and a commit and its state with it', async () => {
    const root = await workspace();
    expect(await provenanceIn(root)).toMatchObject({ commit: null });
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
        cwd: root,
        encoding: 'utf8',
      }).trim();
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'all');
    const commit = git('rev-parse', 'HEAD');
    expect(await provenanceIn(root)).toMatchObject({ commit, dirty: false });
    await writeFile(join(root, 'a/new.txt'), 'new');
    expect(await provenanceIn(root)).toMatchObject({ commit, dirty: true });
  });
});
