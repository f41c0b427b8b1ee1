import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, findCompiler } from './contestants/compile.ts';

/** The peers that are written in C, compiled. */
export interface Programs {
  readonly cZygote: string;
  readonly posixSpawn: string;
  /** Removes them. */
  readonly remove: () => void;
}

const PEERS = join(import.meta.dirname, 'peers');

/** Compiles the peers in C; undefined where there is no compiler. */
export function buildPrograms(): Programs | undefined {
  const compiler = findCompiler();
  if (compiler === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const programs = {
    cZygote: join(folder, 'c-zygote'),
    posixSpawn: join(folder, 'posix-spawn'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  compile(compiler, programs.posixSpawn, [join(PEERS, 'posix-spawn.c')]);
  // The zygote's own files for what the two have in common.
  compile(compiler, programs.cZygote, [join(PEERS, 'c-zygote.c'), 'requests.c', 'children.c']);
  return programs;
}
