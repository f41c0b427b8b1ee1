import type { AbsentLaunchers, ArmBlocks } from '@muster/analysis';
import { digestOfData } from '../files/digest.ts';
import type { Experiment, Profile, Sizes } from '../definition/definition.ts';
import type { HostRules } from '../definition/design.ts';
import { absentArms, planLaunchers, type PlannedLaunchers } from './launchers.ts';

/** What is measured and how it will be judged, fixed before the first trial. */
export interface Plan {
  readonly experiment: string;
  readonly profile: Profile;
  readonly sizes: Sizes;
  /** Those that are run. */
  readonly arms: readonly string[];
  /** Of arms that are not in every block, in how many they are; left out where all are. */
  readonly armBlocks?: ArmBlocks;
  /** How agents are started; null for an experiment without launchers. */
  readonly launchers: PlannedLaunchers | null;
  readonly blocks: number;
  /** The numbers of blocks after which the runs are judged, ascending; the last is all of them. */
  readonly looks: readonly number[];
  /** Blocks that are run only in the place of dropped ones. */
  readonly spareBlocks: number;
  /** When a block is dropped because of what others did on the machine. */
  readonly host: HostRules;
  readonly warmupBlocks: number;
  readonly seed: number;
  readonly trialDeadlineMs: number;
  readonly abortGraceMs: number;
  readonly confidence: number;
  /** Digest of each part of what is judged, so that a change can be named. */
  readonly parts: Readonly<Record<string, string>>;
  /** SHA-256 over all parts: two runs with the same hash answer the same question. */
  readonly planHash: string;
}

/**
 * The plan of an experiment under a profile, on a machine that lacks the launchers in `absent`. The
 * reasons they are absent for are kept and not hashed: they may be worded otherwise the next time.
 */
export function planOf(
  experiment: Experiment,
  profile: Profile,
  absent: AbsentLaunchers = {},
): Plan {
  const { design } = experiment;
  const launchers = planLaunchers(experiment, absent);
  const notRun = absentArms(launchers);
  const arms = Object.keys(experiment.arms)
    .filter((arm) => !Object.hasOwn(notRun, arm))
    .toSorted();
  const fewer = arms.flatMap((arm) => {
    const { blocks } = experiment.arms[arm]!;
    return blocks === undefined ? [] : [[arm, blocks[profile]] as const];
  });
  const chosen = {
    arms,
    ...(fewer.length === 0 ? {} : { armBlocks: Object.fromEntries(fewer) }),
    blocks: design.blocks[profile],
    looks: design.looks[profile],
    spareBlocks: design.spareBlocks[profile],
    host: design.host[profile],
    warmupBlocks: design.warmupBlocks,
    seed: design.seed,
    trialDeadlineMs: design.trialDeadlineMs,
    abortGraceMs: design.abortGraceMs,
    confidence: design.confidence,
  };
  const judged: Readonly<Record<string, unknown>> = {
    id: experiment.id,
    profile,
    claim: experiment.claim,
    sprint: experiment.sprint,
    metrics: experiment.metrics,
    launchers: launchers && {
      ...launchers,
      absent: Object.keys(absent).toSorted(),
      candidates: experiment.launchers.map(({ name, agents }) => ({ name, agents })),
    },
    arms: Object.entries(experiment.arms)
      .map(([name, arm]) => ({ name, about: arm.about }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    design: chosen,
    sizes: experiment.sizes[profile],
    criteria: experiment.criteria,
    shown: experiment.shown,
    ...(experiment.scaling === undefined ? {} : { scaling: experiment.scaling }),
    simulated: experiment.simulated,
  };
  const parts = Object.fromEntries(
    Object.entries(judged).map(([name, part]) => [name, digestOfData(part)]),
  );
  return {
    experiment: experiment.id,
    profile,
    sizes: experiment.sizes[profile],
    ...chosen,
    launchers,
    parts,
    planHash: digestOfData(parts),
  };
}
