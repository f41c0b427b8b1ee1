import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly forks: number;
  readonly concurrency: number;
  readonly seed: number;
  readonly json: boolean;
}

/** Reads the command line. Throws TypeError that names the flag. */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      forks: { type: 'string', default: '10000' },
      concurrency: { type: 'string', default: '16' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'forks' | 'concurrency' | 'seed'): number => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value > 0) return value;
    throw new TypeError(`\`--${name}\` must be a positive integer, got ${values[name]}`);
  };
  return {
    forks: number('forks'),
    concurrency: number('concurrency'),
    seed: number('seed'),
    json: values.json,
  };
}
