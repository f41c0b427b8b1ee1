import { join } from 'node:path';
import { MeasurementError, type Profile } from '@muster/experiment';
import type { MachineFingerprint } from '@muster/experiment/machine';
import { readRawTrials, readResult } from '@muster/experiment/result-file';
import { UnusableResultError } from './errors.ts';
import type { RecordedSprint } from './recorded-sprint.ts';
import { commandFor, refusalOf } from './refusal.ts';
import { isThere } from './root.ts';
import type { Sprint } from './sprints.ts';

export interface CollectOptions {
  readonly root: string;
  readonly sprints: readonly Sprint[];
  readonly machine: MachineFingerprint;
  /** The profile they must have; undefined takes the first one's. */
  readonly profile: Profile | undefined;
}

/**
 * Reads what was recorded for each sprint; a sprint without a result is left out. Throws
 * `UnusableResultError` when a result is damaged, comes from another machine, or has another
 * profile: such numbers are never mixed into a decision.
 */
export async function collect(options: CollectOptions): Promise<readonly RecordedSprint[]> {
  const { root, sprints, machine, profile } = options;
  const recorded: RecordedSprint[] = [];
  for (const sprint of sprints) {
    const folder = join(root, 'packages', sprint.package, 'results');
    const path = join(folder, `${sprint.experiment}.result.json`);
    if (await isThere(path)) recorded.push(await readSprint(sprint, path));
  }
  const [first] = recorded;
  if (first === undefined) return [];
  const expected = {
    machine,
    profile: profile ?? first.result.profile,
    profileBecause:
      profile === undefined
        ? `sprint ${first.sprint.id} with ${first.result.profile}`
        : `${profile} is asked for`,
  };
  for (const each of recorded) {
    const refusal = refusalOf(each, expected);
    if (refusal !== null) throw new UnusableResultError(refusal);
  }
  return recorded;
}

async function readSprint(sprint: Sprint, path: string): Promise<RecordedSprint> {
  try {
    const result = await readResult(path);
    return { sprint, result, raw: await readRawTrials(path, result) };
  } catch (cause) {
    if (!(cause instanceof MeasurementError)) throw cause;
    const message = `${cause.message}\nRun: ${commandFor(sprint)} --force`;
    throw new UnusableResultError(message, { cause });
  }
}
