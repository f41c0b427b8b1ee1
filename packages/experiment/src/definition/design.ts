import type { Profile } from './definition.ts';

/** How often, in which order and how sure: fixed before the first trial. */
export interface Design {
  /** Blocks per profile; a block is one trial of each arm in random order. Minimum 1. */
  readonly blocks: Readonly<Record<Profile, number>>;
  /**
   * The numbers of blocks, per profile, after which the runs are judged; the last is all of them. At
   * an early one measuring ends if there is nothing left to find out.
   * @default one look, at all blocks
   */
  readonly looks?: Readonly<Partial<Record<Profile, readonly number[]>>>;
  /**
   * Blocks per profile that are run only in the place of dropped ones. Minimum 0.
   * @default a third of the blocks, rounded up
   */
  readonly spareBlocks?: Readonly<Partial<Record<Profile, number>>>;
  /**
   * When a block is dropped because of what others did on the machine; holds for all profiles.
   * @default `quick` drops nothing, the others as each rule says
   */
  readonly host?: Partial<HostRules>;
  /** Blocks run first and never judged: the first runs of a session meet cold caches. Minimum 0. */
  readonly warmupBlocks: number;
  /** Integer from which the order of the arms and the chance in the trials follow. */
  readonly seed: number;
  /** From the call of `trial`; a trial that is still running then is aborted and counts as failed. */
  readonly trialDeadlineMs: number;
  /** From the abort: how long a trial may take to end before the run is given up. @default 5000 */
  readonly abortGraceMs?: number;
  /** One-sided confidence of each verdict, between 0.5 and 1. */
  readonly confidence: number;
}

/**
 * What others may take of the machine during a trial. A block with a trial that lost more is dropped
 * whole, all arms alike, before anything is judged.
 */
export interface HostRules {
  /** Share of all processors' time that the hypervisor may give to others, 0..1. @default 0.05 */
  readonly maxStealRatio: number;
  /** Share of all processors' time that other processes may use, 0..1. @default 0.25 */
  readonly maxForeignRatio: number;
  /**
   * Whether a limit on this process's processor time may stop it for a while: true where such a limit
   * belongs to the environment, and so meets all arms alike. @default true
   */
  readonly mayThrottle: boolean;
}

/** A design with nothing left open. */
export interface CompleteDesign extends Required<Omit<Design, 'host'>> {
  readonly looks: Readonly<Record<Profile, readonly number[]>>;
  readonly spareBlocks: Readonly<Record<Profile, number>>;
  readonly host: Readonly<Record<Profile, HostRules>>;
}

const DEFAULT_ABORT_GRACE_MS = 5_000;
/**
 * The rules of a run of record unless its design says otherwise. One busy process takes half of the
 * smallest machine that is measured on, and at least a third of it from a measurement that is busy
 * itself; the background of an idle one stays far below.
 */
export const STRICT_HOST: HostRules = {
  maxStealRatio: 0.05,
  maxForeignRatio: 0.25,
  mayThrottle: true,
};
// A first look decides nothing, and must be possible on a machine that is shared.
const QUICK_HOST: HostRules = { maxStealRatio: 1, maxForeignRatio: 1, mayThrottle: true };
const SPARE_RATIO = 1 / 3;

/** Fills in the defaults. */
export function completeDesign(design: Design): CompleteDesign {
  const { blocks, looks, spareBlocks } = design;
  const perProfile = <Value>(
    of: (profile: Profile) => Value,
  ): Readonly<Record<Profile, Value>> => ({
    quick: of('quick'),
    standard: of('standard'),
    full: of('full'),
  });
  return {
    abortGraceMs: DEFAULT_ABORT_GRACE_MS,
    ...design,
    looks: perProfile((profile) => looks?.[profile] ?? [blocks[profile]]),
    spareBlocks: perProfile(
      (profile) => spareBlocks?.[profile] ?? Math.ceil(blocks[profile] * SPARE_RATIO),
    ),
    host: perProfile((profile) =>
      design.host === undefined && profile === 'quick'
        ? QUICK_HOST
        : { ...STRICT_HOST, ...design.host },
    ),
  };
}
