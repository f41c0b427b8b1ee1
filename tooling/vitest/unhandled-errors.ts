import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter } from 'vitest/node';

/**
 * Writes down what went wrong outside of any test: vitest ends with an error for it, and its JSON report
 * does not say why.
 */
export function unhandledErrors(file: string): Reporter {
  return {
    onTestRunEnd: (_modules, errors) => {
      const told = errors.map(({ name, message, stack }) => stack ?? `${name}: ${message}`);
      writeFileSync(join(process.cwd(), file), `${JSON.stringify(told)}\n`);
    },
  };
}
