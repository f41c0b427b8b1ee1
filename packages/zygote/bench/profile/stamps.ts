import { closeSync, globSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BINARIES, NATIVE } from '../../src/build/binaries.ts';
import { compile } from '../contestants/compile.ts';

/** When the native steps of the last fork happened, in nanoseconds of the monotonic clock. */
export interface Stamps {
  readonly receivedNs: number;
  readonly forkNs: number;
  /** When fork was back in the zygote. */
  readonly backNs: number;
  /** When the child ran first. */
  readonly childNs: number;
  readonly loopNs: number;
  readonly loopedNs: number;
}

const COUNT = 6;

/** Makes the file that stamps go to. `read` is right once the forked agent is ready. */
export function createStamps(folder: string): {
  readonly path: string;
  readonly read: () => Stamps;
  readonly close: () => void;
} {
  const path = join(folder, 'stamps');
  writeFileSync(path, Buffer.alloc(COUNT * 8));
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(COUNT * 8);
  const at = (index: number): number => Number(bytes.readBigInt64LE(index * 8));
  return {
    path,
    read: () => {
      readSync(file, bytes, 0, bytes.length, 0);
      return {
        receivedNs: at(0),
        forkNs: at(1),
        backNs: at(2),
        childNs: at(3),
        loopNs: at(4),
        loopedNs: at(5),
      };
    },
    close: () => closeSync(file),
  };
}

/** Compiles the zygote's own native side with stamps in it. Returns its path. */
export function buildStampedNative(compiler: string, folder: string): string {
  const target = join(folder, 'zygote.node');
  const here = import.meta.dirname;
  const { sources, flags } = BINARIES.find(({ file }) => file === 'zygote.node')!;
  const stamped = ['-D_GNU_SOURCE=', '-include', join(here, 'stamps.h')];
  const files = [...globSync(sources, { cwd: NATIVE }), join(here, 'stamps.c')];
  compile(compiler, target, files, [...flags, ...stamped]);
  return target;
}
