/**
 * Compiles the native side into native/build/ with whatever C compiler the machine has.
 * Without one it says so and succeeds: a prebuilt binary may do, and without any agents start cold.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BINARIES } from './binaries.ts';

const folder = import.meta.dirname;
const output = join(folder, 'build');

process.exitCode = build();

function build(): number {
  // What an earlier compiler left must not pass for what these sources give.
  rmSync(output, { recursive: true, force: true });
  if (process.platform !== 'linux') return skip(`there is no zygote for ${process.platform}`);
  const compiler = findCompiler();
  if (compiler === undefined) return skip('no C compiler was found (cc, gcc, clang, or CC)');
  mkdirSync(output, { recursive: true });
  for (const { file, sources, flags } of BINARIES) {
    const paths = globSync(sources, { cwd: folder }).toSorted();
    const args = [...flags, '-Wall', '-Wextra', '-o', join('build', file), ...paths];
    const { status } = spawnSync(compiler, args, { cwd: folder, stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}

function findCompiler(): string | undefined {
  const candidates = [process.env['CC'], 'cc', 'gcc', 'clang'];
  return candidates.find(
    (name) => name !== undefined && name !== '' && spawnSync(name, ['--version']).status === 0,
  );
}

function skip(because: string): number {
  console.log(`${because}: a prebuilt binary is used if there is one, else agents start cold`);
  return 0;
}
