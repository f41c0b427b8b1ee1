import { formatCount } from '@muster/analysis';
import type { HostRules } from '../definition/design.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import type { HostUse } from './host-use.ts';

/** A block that is not judged because others disturbed it. */
export interface DroppedBlock {
  readonly index: number;
  /** Which trials were disturbed and how. */
  readonly because: string;
}

/**
 * What the counters may be off by in one trial: they go in steps of 10 ms for each processor and each
 * process, and what a processor did is sampled at ticks. Less than this is no evidence.
 */
const UNCERTAIN_MS = 50;

/** What others did during a trial that the rules do not allow, one phrase each. */
export function disturbancesOf(use: HostUse, rules: HostRules): readonly string[] {
  const { totalMs, stealMs, foreignMs, throttledPeriods } = use;
  const found: string[] = [];
  const exceeds = (takenMs: number, maxRatio: number): boolean =>
    totalMs !== null && takenMs > maxRatio * totalMs + UNCERTAIN_MS;
  const percent = (takenMs: number): string =>
    `${Math.round((100 * takenMs) / Math.max(1, totalMs ?? 0))} % of the processor`;
  if (stealMs !== null && exceeds(stealMs, rules.maxStealRatio)) {
    found.push(`${percent(stealMs)} was stolen by the hypervisor`);
  }
  if (foreignMs !== null && exceeds(foreignMs, rules.maxForeignRatio)) {
    found.push(`${percent(foreignMs)} went to others`);
  }
  if (throttledPeriods !== null && throttledPeriods > 0 && !rules.mayThrottle) {
    found.push(`a limit stopped the processor ${formatCount(throttledPeriods, 'time')}`);
  }
  return found;
}

/**
 * The blocks that the rules drop: those with a disturbed trial, whatever came out of it, all arms alike.
 * What a trial gave has no say, so that nothing is chosen by its outcome; a failure in a dropped block
 * is told. Warm-up blocks are never dropped, since they are never judged.
 */
export function droppedBlocks(
  rules: HostRules,
  trials: readonly TrialLine[],
): readonly DroppedBlock[] {
  const judged = trials.filter(({ warmup }) => !warmup);
  const blocks = Map.groupBy(judged, ({ block }) => block);
  return [...blocks]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([index, ofBlock]) => {
      const disturbed = ofBlock.flatMap(({ arm, host }) =>
        disturbancesOf(host.use, rules).map((each) => `${each} during ${arm}`),
      );
      if (disturbed.length === 0) return [];
      const failed = ofBlock.flatMap(({ arm, outcome }) =>
        outcome === 'ok' ? [] : `${arm} ${outcome} in it`,
      );
      return [{ index, because: [...disturbed, ...failed].join(', ') }];
    });
}

const TOLD: readonly (readonly [keyof HostUse, string])[] = [
  ['stealMs', 'time stolen by a hypervisor'],
  ['foreignMs', 'time that others use'],
  ['throttledPeriods', 'throttling'],
];

/** What the rules ask for and the kernel does not tell of some of these trials. */
export function untoldOf(trials: readonly TrialLine[]): readonly string[] {
  return TOLD.filter(([field]) => trials.some(({ host }) => host.use[field] === null)).map(
    ([, name]) => name,
  );
}
