import type { Interval } from '../interval.ts';

/**
 * The dependence between neighbours that is allowed for where nothing says how strong it is. Not estimated: of 30 blocks or fewer an
 * estimate comes out too small, and leaves 11 % of false verdicts under an autoregression of 0.9. Nor
 * 0.9 itself, under which the interval is too short before it is stretched, and 8 % are left.
 */
const AUTOREGRESSION = 0.95;
/** The same between pairs: noise and drift that the arms share are not in their ratio. */
const AUTOREGRESSION_OF_PAIRS = 0.5;

/** How much wider an autoregression makes the interval of a mean. */
const widening = (autoregression: number): number =>
  Math.sqrt((1 + autoregression) / (1 - autoregression));
/** 6.2 times as wide. */
export const STRETCH: number = widening(AUTOREGRESSION);
/** 1.7 times as wide. */
export const STRETCH_OF_PAIRS: number = widening(AUTOREGRESSION_OF_PAIRS);

/** Where distances are taken: `log` for ratios, `linear` for all else. */
export type Scale = 'log' | 'linear';

/**
 * An interval that allows for blocks that are not independent: both of its ends so many times as far
 * from its value. A verdict it bears stands although the blocks depend on each other; one that it does not
 * is inconclusive.
 */
export function stretched<Stretchable extends Interval>(
  interval: Stretchable,
  scale: Scale,
  times: number = STRETCH,
): Stretchable {
  const { value, low, high } = interval;
  const away = (end: number): number => {
    if (end === value || !Number.isFinite(end)) return end;
    // From a value that is itself infinite no distance can be told.
    if (!Number.isFinite(value)) return -value;
    if (scale === 'linear') return value + times * (end - value);
    return value * (end / value) ** times;
  };
  return { ...interval, low: away(low), high: away(high) };
}
