import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const NATIVE = join(import.meta.dirname, '..', '..', 'native');
const { include_dir: HEADERS } = createRequire(import.meta.url)('node-api-headers') as {
  readonly include_dir: string;
};

/** The machine's C compiler, or undefined. */
export function findCompiler(): string | undefined {
  const candidates = [process.env['CC'], 'cc', 'gcc', 'clang'];
  return candidates.find(
    (name) => name !== undefined && name !== '' && spawnSync(name, ['--version']).status === 0,
  );
}

/**
 * Compiles C sources into `target`: paths relative to native/, so that a peer can be built from the
 * zygote's own code. Throws Error with what the compiler said.
 */
export function compile(
  compiler: string,
  target: string,
  sources: readonly string[],
  flags: readonly string[] = [],
): void {
  const words = ['-std=gnu11', '-O2', `-I${NATIVE}`, `-I${HEADERS}`, ...flags, '-o', target];
  const { status, stderr } = spawnSync(compiler, [...words, ...sources], { cwd: NATIVE });
  if (status !== 0) throw new Error(`${sources.join(' ')} did not compile: ${stderr.toString()}`);
}
