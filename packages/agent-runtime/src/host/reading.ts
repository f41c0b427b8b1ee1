/**
 * What the host shows, or why it does not. A figure that cannot be had is never a zero and never an
 * exception: whoever judges it must see that it is absent. Plain data, so it can be journalled.
 */
export type Reading<T> =
  | { readonly shown: true; readonly value: T }
  | { readonly shown: false; readonly because: string };

/** A figure the host shows. */
export function shown<T>(value: T): Reading<T> {
  return { shown: true, value };
}

/** A figure the host does not show; `because` is one phrase, for a person. */
export function notShown(because: string): Reading<never> {
  return { shown: false, because };
}

/** Works on the value of a reading; a reading that is not shown keeps its reason. */
export function mapReading<T, U>(reading: Reading<T>, map: (value: T) => U): Reading<U> {
  return reading.shown ? shown(map(reading.value)) : reading;
}
