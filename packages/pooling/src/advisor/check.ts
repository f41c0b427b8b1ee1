import { inspect } from 'node:util';

/** Throws a TypeError that names the field, with what was expected and what came. */
export function refuse(field: string, expected: string, got: unknown): never {
  // Objects are named only: what they hold is nobody's business.
  const shown = inspect(got, { depth: -1, customInspect: false });
  throw new TypeError(`\`${field}\` must be ${expected}, got ${shown}`);
}

/** Throws a TypeError that names the field unless it is something that has fields. */
export function checkObject(field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) refuse(field, 'an object', value);
}

/** Throws a TypeError that names the field unless it is a finite number of milliseconds from 0 up. */
export function checkDuration(field: string, ms: number): void {
  if (!isAmount(ms)) refuse(field, 'a finite number of milliseconds, 0 or more', ms);
}

/** Throws a TypeError that names the field unless so many agents can be. */
export function checkSize(field: string, size: number): void {
  if (!Number.isSafeInteger(size) || size < 1) refuse(field, 'a positive integer', size);
}

/** Whether it is a finite number, 0 or more. */
export const isAmount = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0;
