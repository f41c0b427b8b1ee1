import { createRequire } from 'node:module';

/** A file that is compiled here, for this machine or another. Paths are from this folder. */
export interface Binary {
  readonly file: string;
  readonly sources: string;
  readonly flags: readonly string[];
}

const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers') as {
  readonly include_dir: string;
};
const COMMON = ['-std=gnu11', '-O2', '-fPIC', '-shared', '-U_FORTIFY_SOURCE'];

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
