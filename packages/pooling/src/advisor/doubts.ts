/** Independent arrivals vary up to this much in a trace of a hundred holds. */
const CROWDED = 1.5;
/** From here on, intervals were found to hold what they say. */
const ENOUGH_HOLDS = 300;

export interface Grounds {
  /** The end of the advice's interval. */
  readonly high: number;
  readonly most: number;
  readonly peakedness: number;
  readonly modelledSize: number;
  /** How long the trace is, in mean busy times. */
  readonly holds: number;
}

/** What is to be known beside an advice. */
export function doubtsOf({ high, most, peakedness, modelledSize, holds }: Grounds): string[] {
  const doubts: string[] = [];
  if (peakedness > CROWDED) {
    doubts.push(
      `uses crowd (peakedness ${peakedness.toFixed(1)}, 1 where they are independent): the formula would say ${modelledSize}, and must not be gone by`,
    );
  }
  if (holds < ENOUGH_HOLDS) {
    doubts.push(
      `the trace is ${Math.floor(holds)} mean holds long: under ${ENOUGH_HOLDS} the interval is too narrow`,
    );
  }
  if (high >= most) {
    doubts.push(`the interval has no upper end: this trace never shows more than ${most} at once`);
  }
  return doubts;
}
