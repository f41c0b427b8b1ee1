import { inspect } from 'node:util';

/** What is thrown at a caller whose `field` is not as it must be, with what came. */
export function misuse(field: string, expected: string, got: unknown): TypeError {
  // Objects are named only: what they hold is nobody's business, and not always sayable.
  const shown = inspect(got, { depth: -1, customInspect: false });
  return new TypeError(`\`${field}\` must be ${expected}, got ${shown}`);
}
