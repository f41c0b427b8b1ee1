import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A reproducible source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform among the integers from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  /** A new array with the items in random order, each order equally likely. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

/**
 * A source of chance for one purpose. `path` names the purpose, so that two purposes with the same
 * seed do not share a sequence and drawing more for one does not move the other.
 */
export function createRandom(seed: number, ...path: readonly (string | number)[]): Random {
  // Neighbouring seeds give neighbouring states in a linear generator; a hash takes them apart.
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...path]))
    .digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  const integer = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    next: () => uniformFloat64(generator),
    integer,
    shuffle: (items) => {
      // Fisher and Yates: each turn draws one of those not drawn yet and puts it behind all others.
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        shuffled.push(...shuffled.splice(integer(0, last), 1));
      }
      return shuffled;
    },
  };
}
