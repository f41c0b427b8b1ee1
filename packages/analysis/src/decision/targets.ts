/** What a sprint is measured against: factors of improvement, above 1. */
export interface Targets {
  /** The least improvement that meets the target. */
  readonly minimum: number;
  /** What was hoped for. */
  readonly ideal: number;
  /** An improvement shown to be under this is not worth having: half of the minimum's gain. */
  readonly skipBelow: number;
  /** The range as the plan states it, such as `2-5×`. */
  readonly statedAs: string;
}

/** Misuse check: 1 < skipBelow <= minimum <= ideal, all finite. */
export function checkTargets({ minimum, ideal, skipBelow }: Targets): void {
  const rising =
    1 < skipBelow && skipBelow <= minimum && minimum <= ideal && Number.isFinite(ideal);
  if (!rising) {
    throw new TypeError(
      `\`targets\` must be 1 < skipBelow <= minimum <= ideal, got ${skipBelow}, ${minimum}, ${ideal}`,
    );
  }
}

/** The factor at which half of a target's gain is reached: 2x to 1.5x, 3x to 2x, 5x to 3x. */
export function halfOfGain(minimum: number): number {
  return 1 + (minimum - 1) / 2;
}

/** A factor as a plan writes it: `1.5×`. */
export function times(factor: number): string {
  return `${Number(factor.toPrecision(3))}×`;
}
