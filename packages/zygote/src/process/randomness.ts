import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { ChildWords } from './plan.ts';

const state = new Uint32Array(4);

/** xoshiro128++ of Blackman and Vigna, https://prng.di.unimi.it/xoshiro128plusplus.c */
function next32(): number {
  const s0 = state[0]!;
  const s1 = state[1]!;
  const s2 = state[2]!;
  const s3 = state[3]!;
  const sum = (s0 + s3) | 0;
  const result = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
  const t = s1 << 9;
  const a2 = s2 ^ s0;
  const a3 = s3 ^ s1;
  state[1] = s1 ^ a2;
  state[0] = s0 ^ a3;
  state[2] = a2 ^ t;
  state[3] = (a3 << 11) | (a3 >>> 21);
  return result;
}

function random(): number {
  // 53 bits, as many as a number between 0 and 1 can hold evenly.
  return ((next32() >>> 5) * 67_108_864 + (next32() >>> 6)) / 9_007_199_254_740_992;
}

/** What must be done in each child so that it does not repeat its siblings. */
export interface Randomness {
  differ(seed: ChildWords['seed']): void;
}

/** Node hands out UUIDs from a store of this many, and integers from one of this many. */
const STORED_UUIDS = 128;
const STORED_INTEGERS = 1024;

/**
 * Takes over where forked processes would repeat each other. Call it before anything is preloaded.
 *
 * V8 offers no way to seed Math.random again, and siblings repeat it even if nobody had called it, so
 * it gets another generator. randomUUID and randomInt hand out from stores that were filled ahead:
 * whether there are any is watched, and if so a child throws its copy away. The rest of node:crypto
 * asks OpenSSL, which notices a fork by itself.
 */
export function takeOverRandomness(): Randomness {
  const used = { uuid: false, integer: false };
  watchUse(used);
  return {
    differ: (seed) => {
      if (Math.random !== random) install();
      state.set(seed);
      if (used.uuid) for (let n = 0; n < STORED_UUIDS; n++) crypto.randomUUID();
      if (used.integer) for (let n = 0; n < STORED_INTEGERS; n++) crypto.randomInt(2);
    },
  };
}

function install(): void {
  Object.defineProperty(Math, 'random', {
    value: random,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

function watchUse(used: { uuid: boolean; integer: boolean }): void {
  const { randomUUID, randomInt } = crypto;
  const web = Object.getPrototypeOf(globalThis.crypto) as Crypto;
  const noted = <F extends (...args: never[]) => unknown>(
    kind: keyof typeof used,
    original: F,
  ): F =>
    function (this: unknown, ...args: Parameters<F>) {
      used[kind] = true;
      return Reflect.apply(original, this, args);
    } as F;
  crypto.randomUUID = noted('uuid', randomUUID);
  crypto.randomInt = noted('integer', randomInt);
  web.randomUUID = noted('uuid', Reflect.get<Crypto, 'randomUUID'>(web, 'randomUUID'));
  syncBuiltinESMExports();
}
