import { planOf, type Profile, scheduleProblems } from '@muster/experiment';
import type { MachineFingerprint } from '@muster/experiment/machine';
import type { ExperimentResult } from '@muster/experiment/result-file';
import { differencesBetween } from './judging/differences.ts';
import { experimentOf } from './recorded-experiment.ts';
import type { RecordedSprint } from './recorded-sprint.ts';
import type { Sprint } from './sprints.ts';

/** What the results of one decision must have in common. */
export interface Expected {
  readonly machine: MachineFingerprint;
  readonly profile: Profile;
  /** Why that profile, for the sentence: `--profile asks for quick`. */
  readonly profileBecause: string;
}

/** Why a result is not used, and the command that mends it; null when it is used. */
export function refusalOf(recorded: RecordedSprint, expected: Expected): string | null {
  const { sprint, result } = recorded;
  const name = `the result of sprint ${sprint.id}`;
  const mismatch = mismatchIn(recorded);
  if (mismatch !== null) {
    return `${name} does not fit together: ${mismatch}.\nRun: ${commandFor(sprint)} --force`;
  }
  if (result.machine.id !== expected.machine.id) {
    return (
      `${name} was measured on another machine (${differences(result.machine, expected.machine)}); ` +
      `the fingerprint must be ${expected.machine.id}, got ${result.machine.id}.\n` +
      `Run: ${commandFor(sprint)}${profileFlag(expected.profile)}`
    );
  }
  if (result.profile !== expected.profile) {
    return (
      `${name} was measured with profile ${result.profile}, and ${expected.profileBecause}.\n` +
      `Run: ${commandFor(sprint)} --profile ${expected.profile}`
    );
  }
  return null;
}

/** The command that measures a sprint, as it can be pasted into a fresh clone. */
export function commandFor(sprint: Sprint): string {
  return `npx -y pnpm@12.21.0 validate ${sprint.id}`;
}

function profileFlag(profile: Profile): string {
  return profile === 'standard' ? '' : ` --profile ${profile}`;
}

/**
 * Where a result contradicts its sprint or its raw trials, or they their schedule. The definition is held
 * against the plan that was hashed before the first trial, so a bound that was moved since is found.
 */
function mismatchIn({ sprint, result, raw }: RecordedSprint): string | null {
  const { definition } = result;
  const { header } = raw;
  const pairs: readonly (readonly [field: string, wanted: string, got: string])[] = [
    ['definition.id', sprint.experiment, definition.id],
    ['definition.sprint.id', sprint.id, definition.sprint?.id ?? 'null'],
    ['machine.id', header.machine.id, result.machine.id],
    ['profile', header.plan.profile, result.profile],
    ['planHash', header.plan.planHash, result.planHash],
    ['plan and definition', header.plan.planHash, planHashOf(result)],
  ];
  const wrong = pairs.find(([, wanted, got]) => wanted !== got);
  if (wrong !== undefined) return `\`${wrong[0]}\` must be ${wrong[1]}, got ${wrong[2]}`;
  const [other] = differencesBetween(header.plan, result.plan, 'plan');
  if (other !== undefined) {
    return `\`${other.field}\` must be ${JSON.stringify(other.recorded)}, got ${JSON.stringify(other.derived)}`;
  }
  const [stray] = scheduleProblems(header.plan, raw.trials);
  return stray === undefined ? null : `the journal does not keep to its schedule: ${stray}`;
}

/** The hash that the plan would have if its result's definition were the one that was measured. */
function planHashOf(result: ExperimentResult): string {
  const { profile, launchers } = result.plan;
  return planOf(experimentOf(result), profile, launchers?.absent).planHash;
}

function differences(there: MachineFingerprint, here: MachineFingerprint): string {
  const facts = ['cpuModel', 'cores', 'memoryGiB', 'platform', 'arch', 'kernel', 'node'] as const;
  const differing = facts
    .filter((fact) => there[fact] !== here[fact])
    .map((fact) => `${fact} ${there[fact]} there, ${here[fact]} here`);
  return differing.length > 0 ? differing.join('; ') : 'of the same kind, under another id';
}
