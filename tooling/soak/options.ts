import { parseArgs } from 'node:util';

/** A number for each flag, and whether the findings are wanted as JSON. */
export type SoakOptions<Flag extends string> = Readonly<Record<Flag, number>> & {
  readonly json: boolean;
};

/**
 * Reads a soak's command line: `--json`, and flags that take a positive integer, each with its
 * default. Throws TypeError that names the flag.
 */
export function readOptions<Flag extends string>(
  args: readonly string[],
  defaults: Readonly<Record<Flag, number>>,
): SoakOptions<Flag> {
  const flags = Object.keys(defaults).map((flag) => [flag, { type: 'string' }] as const);
  const { values } = parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(flags), json: { type: 'boolean', default: false } },
  });
  const { json, ...given } = values;
  const numbers = Object.entries<unknown>({ ...defaults, ...given }).map(([flag, value]) => {
    const number = Number(value);
    if (Number.isSafeInteger(number) && number > 0) return [flag, number] as const;
    throw new TypeError(`\`--${flag}\` must be a positive integer, got ${String(value)}`);
  });
  return { ...(Object.fromEntries(numbers) as Record<Flag, number>), json };
}

/** Reads this process's own command line. What is wrong with it is told in a line, with exit code 2. */
export function readOwn<Options>(read: (args: readonly string[]) => Options): Options {
  try {
    return read(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return process.exit(2);
  }
}
