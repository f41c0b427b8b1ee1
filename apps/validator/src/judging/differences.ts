/** A value that was recorded as one thing and is derived as another; undefined where there is none. */
export interface Difference {
  /** Where it is: `judgement.criteria[0].estimate.low`. */
  readonly field: string;
  readonly recorded: unknown;
  readonly derived: unknown;
}

/**
 * In what two values of JSON differ, field by field in the order of the recorded one. Numbers are
 * compared bit for bit: nothing is rounded and nothing is tolerated. The order of keys is no value.
 */
export function differencesBetween(
  recorded: unknown,
  derived: unknown,
  field = '',
): readonly Difference[] {
  if (Object.is(recorded, derived)) return [];
  if (Array.isArray(recorded) && Array.isArray(derived)) {
    const length = Math.max(recorded.length, derived.length);
    return Array.from({ length }, (_, at) =>
      differencesBetween(recorded[at], derived[at], `${field}[${at}]`),
    ).flat();
  }
  if (isObject(recorded) && isObject(derived)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(derived)]);
    return [...keys].flatMap((key) =>
      differencesBetween(
        ownValue(recorded, key),
        ownValue(derived, key),
        field === '' ? key : `${field}.${key}`,
      ),
    );
  }
  return [{ field, recorded, derived }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key such as `constructor` must not find what every object has. */
function ownValue(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
