import type { Bound } from './criterion.ts';
import type { Interval } from './interval.ts';

/**
 * A measured value with its unit, to three significant digits: `27.4 ms`, `2.31x`, `93 %`,
 * `161 MB`. Known units: `x` (a factor), `ratio` (0..1, said in percent), `count` (no unit) and
 * `uses` (where Infinity is `never`); any other is put behind the number. Never throws.
 */
export function formatValue(value: number, unit: string, digits = 3): string {
  if (Number.isNaN(value)) return 'not a number';
  if (value === Infinity && unit === 'uses') return 'never';
  return withUnit(digitsOf(value, unit, digits), unit);
}

function digitsOf(value: number, unit: string, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  if (unit === 'ratio') return percent(value, digits);
  if ((unit === 'count' || unit === 'uses') && Number.isInteger(value)) return shortest(value, 15);
  return significant(value, digits);
}

/** Keeps the zeros behind the point that are significant, and never turns to powers of ten early. */
function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) >= 10 ** (digits - 1) ? String(rounded) : value.toPrecision(digits);
}

/** Anything short of everything must not be rounded to 100 %. */
function percent(ratio: number, digits: number): string {
  const text = shortest(ratio * 100, digits);
  return text === '100' && ratio !== 1 && digits < 15 ? percent(ratio, digits + 1) : text;
}

function shortest(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)) + 0);
}

function withUnit(digits: string, unit: string): string {
  if (unit === 'ratio') return `${digits} %`;
  if (unit === 'x') return `${digits}x`;
  return unit === 'count' || unit === '' ? digits : `${digits} ${unit}`;
}

/** A number that somebody wrote down, as they wrote it: `2x`, `70 %`, `100 ms`. */
export function formatExact(value: number, unit: string): string {
  if (!Number.isFinite(value)) return formatValue(value, unit);
  return withUnit(shortest(unit === 'ratio' ? value * 100 : value, 12), unit);
}

/** A bound in words: `at least 2x`. */
export function formatBound(bound: Bound, unit: string): string {
  return `${bound.is} ${formatExact(bound.value, unit)}`;
}

/**
 * Formats values beside a reference with as many digits as it takes to see on which side of it
 * they lie: 2.0004 beside 2 is `2.0004x` and not `2.00x`.
 */
export function formatBeside(value: number, reference: number, unit: string): string {
  const exact = Number.parseFloat(formatExact(reference, unit));
  for (let digits = 3; digits < 15; digits += 1) {
    const text = formatValue(value, unit, digits);
    if (value === reference || !Number.isFinite(value)) return text;
    if (Number.parseFloat(text) !== exact) return text;
  }
  return formatValue(value, unit, 15);
}

/** What turns one end of a range into text. */
export type FormatEnd = (value: number) => string;

/** Two ends in words: `1.98x to 2.70x`; an end without bound is said as such, and so are two. */
export function formatRange(
  low: number,
  high: number,
  unit: string,
  end: FormatEnd = (value) => formatValue(value, unit),
): string {
  const openLow = low === -Infinity;
  const openHigh = high === Infinity && low !== Infinity;
  if (openLow && openHigh) return 'no interval';
  if (openLow) return `${end(high)} or less`;
  if (openHigh) return `${end(low)} or more`;
  return `${end(low)} to ${end(high)}`;
}

/** A p-value: `p = 0.034`, and `p < 0.001` where three decimals would show none of it. */
export function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

/** A number of things: `1 block`, `12 blocks`; the plural is the noun with an s. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A value with its interval: `2.31x (1.98x to 2.70x)`. */
export function formatInterval({ value, low, high }: Interval, unit: string): string {
  return `${formatValue(value, unit)} (${formatRange(low, high, unit)})`;
}
