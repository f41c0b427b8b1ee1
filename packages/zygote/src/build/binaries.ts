import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where the C sources are. */
export const NATIVE: string = join(import.meta.dirname, '..', '..', 'native');

/** The file that says how to compile: what was compiled before it changed is out of date. */
export const RULES: string = import.meta.filename;

/** A file that is compiled of them, for this machine or another. Paths are from their folder. */
export interface Binary {
  readonly file: string;
  readonly sources: string;
  readonly flags: readonly string[];
}

const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers') as {
  readonly include_dir: string;
};
const COMMON = ['-std=gnu11', '-O2', '-fPIC', '-shared', '-U_FORTIFY_SOURCE', '-Wl,-z,now'];

/**
 * Without _FORTIFY_SOURCE, whose longjmp takes a jump from one stack to another for a mistake; that
 * is how threads are revived.
 */
export const BINARIES: readonly Binary[] = [
  {
    file: 'zygote.node',
    sources: '*.c',
    flags: [
      ...COMMON,
      '-fvisibility=hidden',
      '-Wno-unused-parameter',
      '-Wno-missing-field-initializers',
      `-I${headers}`,
    ],
  },
  { file: 'neighbours.so', sources: 'shim/*.c', flags: COMMON },
];
