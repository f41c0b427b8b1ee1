import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { UsageError } from './errors.ts';

type Flags<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>;

/** The flags and words of a command. Throws UsageError, which tells what is `expected`. */
export function readFlags<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  expected: string,
): Flags<Options> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (cause) {
    // Only the first sentence is about what came; the others advise what does not apply here.
    const [what] = (cause instanceof Error ? cause.message : String(cause)).split(/\.\s/);
    throw new UsageError(`${what}; expected ${expected}`, { cause });
  }
}

/** Throws UsageError when there are words, which the command would ignore in silence. */
export function refuseWords(command: string, words: readonly string[], expected: string): void {
  if (words.length === 0) return;
  const told = words.map((word) => JSON.stringify(word)).join(', ');
  throw new UsageError(`${command} takes no ${told}; expected ${expected}`);
}

/** A whole number given to a flag, or what it is without one. Throws UsageError. */
export function wholeNumber(
  flag: string,
  text: string | undefined,
  {
    from,
    to,
    otherwise,
  }: { readonly from: number; readonly to: number; readonly otherwise: number },
): number {
  if (text === undefined) return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw new UsageError(
    `${flag} must be a whole number from ${from} to ${to}, got ${JSON.stringify(text)}`,
  );
}
