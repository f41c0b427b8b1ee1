import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BINARIES, NATIVE } from './binaries.ts';

/**
 * Compiles each binary into `output` with `compiler`, a program and its first words. Each is renamed
 * into place when it is whole: somebody may be loading the one before. Returns the exit code.
 */
export function compile(compiler: readonly string[], output: string): number {
  const [program = '', ...words] = compiler;
  for (const { file, sources, flags } of BINARIES) {
    const paths = globSync(sources, { cwd: NATIVE }).toSorted();
    const target = join(output, file);
    const unfinished = `${target}.${process.pid}`;
    mkdirSync(dirname(target), { recursive: true });
    const args = [...words, ...flags, '-Wall', '-Wextra', '-o', unfinished, ...paths];
    const { status } = spawnSync(program, args, { cwd: NATIVE, stdio: 'inherit' });
    if (status !== 0) {
      rmSync(unfinished, { force: true });
      return status ?? 1;
    }
    renameSync(unfinished, target);
  }
  return 0;
}
