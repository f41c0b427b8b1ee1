/** Data that JSON carries without loss. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * JSON text of `data`, or a TypeError that names the path of the first value JSON would change in
 * silence: NaN and the infinities (it writes null), -0 (it writes 0), functions and the like.
 * Properties that are `undefined` are left out. `sorted` orders keys, so that equal data give equal
 * text whatever the order it was written in.
 */
export function strictJson(
  data: unknown,
  options: { readonly sorted?: boolean; readonly indent?: number } = {},
): string {
  return JSON.stringify(carried(data, '', options.sorted ?? false), null, options.indent);
}

/** A copy of `data` as JSON data, under the rules of `strictJson`. */
export function asJson(data: unknown): Json {
  return carried(data, '', false);
}

function carried(value: unknown, path: string, sorted: boolean): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !Object.is(value, -0)) return value;
    throw refusal(path, Object.is(value, -0) ? '-0' : String(value));
  }
  if (Array.isArray(value)) {
    return Array.from(value, (item: unknown, index) => carried(item, `${path}[${index}]`, sorted));
  }
  if (typeof value !== 'object' || !isPlain(value)) throw refusal(path, describe(value));
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, inner]) => [
      key,
      carried(inner, path === '' ? key : `${path}.${key}`, sorted),
    ]),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  return typeof value === 'object' ? 'an object that is not plain data' : typeof value;
}

function refusal(path: string, got: string): TypeError {
  return new TypeError(`\`${path === '' ? 'value' : path}\` must be plain JSON data, got ${got}`);
}
