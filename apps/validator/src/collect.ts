import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from '@muster/experiment';
import type { MachineFingerprint } from '@muster/experiment/machine';
import {
  type ExperimentResult,
  type JournalContents,
  readRawTrials,
  readResult,
  ResultFileError,
} from '@muster/experiment/result-file';
import { UnusableResultError } from './errors.ts';
import type { Sprint } from './sprints.ts';

/** A sprint's recorded result, with the raw trials it can be judged from. */
export interface RecordedSprint {
  readonly sprint: Sprint;
  readonly result: ExperimentResult;
  readonly raw: JournalContents;
}

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
  const recorded: RecordedSprint[] = [];
  for (const sprint of options.sprints) {
    const path = join(
      options.root,
      'packages',
      sprint.package,
      'results',
      `${sprint.experiment}.result.json`,
    );
    if (!(await exists(path))) continue;
    recorded.push(await readSprint(sprint, path));
  }
  const profile = options.profile ?? recorded[0]?.result.profile;
  for (const each of recorded) refuseForeign(each, options.machine, profile);
  return recorded;
}

async function readSprint(sprint: Sprint, path: string): Promise<RecordedSprint> {
  try {
    const result = await readResult(path);
    return { sprint, result, raw: await readRawTrials(path, result) };
  } catch (error) {
    if (!(error instanceof ResultFileError)) throw error;
    throw new UnusableResultError(`${error.message}\nRun: ${commandFor(sprint)} --force`, {
      cause: error,
    });
  }
}

function refuseForeign(
  { sprint, result }: RecordedSprint,
  machine: MachineFingerprint,
  profile: Profile | undefined,
): void {
  const name = `the result of sprint ${sprint.id}`;
  if (result.machine.id !== machine.id) {
    throw new UnusableResultError(
      `${name} was measured on another machine (${describe(result.machine)}; fingerprint ${result.machine.id}); ` +
        `this one is ${describe(machine)} (fingerprint ${machine.id}).\nRun: ${commandFor(sprint)}`,
    );
  }
  if (result.profile !== profile) {
    throw new UnusableResultError(
      `${name} was measured with profile ${result.profile}, and ${profile} is asked for.\n` +
        `Run: ${commandFor(sprint)} --profile ${profile}`,
    );
  }
}

function describe({ cpuModel, cores, memoryGiB, kernel, node }: MachineFingerprint): string {
  return `${cores} × ${cpuModel}, ${memoryGiB} GiB, kernel ${kernel}, Node ${node}`;
}

function commandFor(sprint: Sprint): string {
  return `npx -y pnpm@12.21.0 validate ${sprint.id}`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
