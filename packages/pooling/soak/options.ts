import { readOptions } from '../../../tooling/soak/options.ts';

export interface SoakOptions {
  readonly leases: number;
  /** One kill -9 in so many acquires. */
  readonly crashEvery: number;
  /** How many agents the pool has. */
  readonly size: number;
  readonly seed: number;
  readonly json: boolean;
}

const DEFAULTS = { leases: 1_000_000, 'crash-every': 2_000, size: 6, seed: 1 };

/** Reads the command line. Throws TypeError that names the flag. */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const { 'crash-every': crashEvery, ...rest } = readOptions(args, DEFAULTS);
  return { ...rest, crashEvery };
}
