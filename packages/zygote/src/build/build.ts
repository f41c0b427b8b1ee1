#!/usr/bin/env node
/**
 * Compiles the native side into native/build/ with whatever C compiler the machine has, unless what
 * lies there is newer than its sources. Without a compiler it says so and succeeds: a prebuilt binary
 * may do, and without any agents start cold.
 */
import { spawnSync } from 'node:child_process';
import { globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BINARIES, NATIVE, RULES } from './binaries.ts';
import { compile } from './compile.ts';

const output = join(NATIVE, 'build');

process.exitCode = isUpToDate() ? 0 : build();

function build(): number {
  const compiler = findCompiler();
  if (process.platform === 'linux' && compiler !== undefined) return compile([compiler], output);
  // What an earlier compiler left must not pass for what these sources give.
  rmSync(output, { recursive: true, force: true });
  process.stdout.write(
    process.platform === 'linux'
      ? 'No C compiler was found (CC, cc, gcc, clang): a prebuilt zygote is used if there is one, else agents start cold.\n'
      : `There is no zygote for ${process.platform}: agents start cold.\n`,
  );
  return 0;
}

function isUpToDate(): boolean {
  const changedMs = (path: string): number =>
    statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
  const sources = globSync(['*.{c,h}', 'shim/*'], { cwd: NATIVE }).map((path) =>
    join(NATIVE, path),
  );
  const newestMs = Math.max(...[...sources, RULES].map(changedMs));
  return BINARIES.every(({ file }) => changedMs(join(output, file)) > newestMs);
}

function findCompiler(): string | undefined {
  const candidates = [process.env['CC'], 'cc', 'gcc', 'clang'];
  return candidates.find(
    (name) => name !== undefined && name !== '' && spawnSync(name, ['--version']).status === 0,
  );
}
