/** When so much has failed that the rest is not worth starting. */
export interface HaltPolicy {
  /** This many agents have failed, their tries used up. */
  readonly afterFailed?: number | undefined;
  /** This share, 0 to 1, of those that ended one way or the other; looked at from the third failure on. */
  readonly afterFailedShare?: number | undefined;
  /** `soon`: what has begun may end. `now`: starts underway are ended too. Ready agents stay. @default 'soon' */
  readonly how?: 'soon' | 'now' | undefined;
}

const LEAST_FOR_A_SHARE = 3;

/** Why a burst halts with so many failed and ready; undefined when it goes on. */
export function whyHalt(
  { afterFailed, afterFailedShare }: HaltPolicy,
  failed: number,
  ready: number,
): string | undefined {
  if (afterFailed !== undefined && failed >= afterFailed) {
    return `${failed} agents have failed, and the burst halts after ${afterFailed}`;
  }
  const share = failed / (failed + ready);
  if (afterFailedShare !== undefined && failed >= LEAST_FOR_A_SHARE && share >= afterFailedShare) {
    const percent = (value: number): string => `${Math.round(value * 1_000) / 10} %`;
    return `${percent(share)} of ${failed + ready} agents have failed, and the burst halts at ${percent(afterFailedShare)}`;
  }
  return undefined;
}
