import { digits } from './tables.ts';

/** A line for each value, with its unit. */
export function stepLines(
  steps: readonly { readonly name: string; readonly value: number; readonly unit: string }[],
): string {
  const width = Math.max(...steps.map(({ name }) => name.length));
  return steps
    .map(({ name, value, unit }) => `  ${name.padEnd(width)}  ${digits(value).padStart(7)} ${unit}`)
    .join('\n');
}
