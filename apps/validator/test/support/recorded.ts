import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AbsentLaunchers } from '@muster/analysis';
import { deriveResult, type Experiment, planOf, type Profile, type Slot } from '@muster/experiment';
import { fingerprintOf, type MachineFingerprint } from '@muster/experiment/machine';
import { type JournalHeader, writeResult } from '@muster/experiment/result-file';
import { runScripted, type Scripted } from '@muster/experiment/scripted';
import type { RecordedSprint } from '../../src/recorded-sprint.ts';
import { SPRINTS, type Sprint } from '../../src/sprints.ts';
import { type ExampleOptions, exampleExperiment } from './example.ts';
import { withLaunchers } from './launchers.ts';

/** What a test changes about what was recorded. */
export interface RecordedOptions extends ExampleOptions {
  readonly sprint?: Sprint;
  readonly profile?: Profile;
  readonly machine?: MachineFingerprint;
  readonly commit?: string | null;
  readonly dirty?: boolean;
  /** Milliseconds to ready: 30 against 10 makes the criterion met. */
  readonly coldMs?: number;
  readonly hitRate?: number;
  /** Makes the first trial of the cold arm fail with this reason. */
  readonly failure?: string;
  /** Measures with the launchers zygote and exec; those named in it are absent, with the reason. */
  readonly launchers?: AbsentLaunchers;
  /** As `coldMs`, for agents that the zygote forks. */
  readonly forkedMs?: number;
  /** As `failure`, for agents that the zygote forks. */
  readonly forkedFailure?: string;
}

/** An experiment as recorded, and the text of its raw trials. */
export type RecordedExperiment = Pick<RecordedSprint, 'result' | 'raw'> & {
  readonly rawText: string;
};

/** A sprint as recorded, and the text of its raw trials. */
export interface Recorded extends RecordedSprint {
  readonly rawText: string;
}

/** Blocks differ, but neither rise nor fall: either would be doubted. */
const UNORDERED = [3, 0, 4, 1, 5, 2];

/** An invented machine: the same in every run of a test. */
export const MACHINE: MachineFingerprint = fingerprintOf({
  platform: 'linux',
  arch: 'x64',
  cpuModel: 'Example CPU',
  cores: 2,
  memoryGiB: 16,
  kernel: '6.1.0',
  node: 'v26.10.0',
  machine: digest('machine'),
});

export function firstSprint(): Sprint {
  const [sprint] = SPRINTS;
  if (sprint === undefined) throw new Error('there is no sprint');
  return sprint;
}

/** A result that the real experiment package derived from scripted trials. */
export async function record(options: RecordedOptions = {}): Promise<Recorded> {
  const { sprint = firstSprint(), profile = 'standard', machine = MACHINE } = options;
  const { launchers: absent } = options;
  const example = exampleExperiment(options);
  const experiment = absent === undefined ? example : withLaunchers(example);
  const script = ({ arm, block }: Slot): Scripted => trialOf(arm, block);
  const rawFile = `${sprint.experiment}.trials.ndjson`;
  const given = { ...options, machine, profile, rawFile };
  return { sprint, ...(await recordExperiment(experiment, script, given)) };

  function trialOf(arm: string, block: number): Scripted {
    const [startMs = 30, failure] =
      arm === 'forkedCold'
        ? [options.forkedMs, options.forkedFailure]
        : [options.coldMs, options.failure];
    if (!arm.toLowerCase().includes('cold')) {
      return { observes: { readyMs: 10, hitRate: options.hitRate ?? 0.9 } };
    }
    if (block === 0 && failure !== undefined) return { outcome: 'failed', because: failure };
    return { observes: { readyMs: startMs + (UNORDERED[block] ?? block) / 10 } };
  }
}

/** What the real experiment package derives from the scripted trials of any experiment. */
export async function recordExperiment(
  experiment: Experiment,
  script: (slot: Slot) => Scripted,
  options: Pick<RecordedOptions, 'profile' | 'machine' | 'commit' | 'dirty' | 'launchers'> & {
    readonly rawFile?: string;
  } = {},
): Promise<RecordedExperiment> {
  const { profile = 'standard', machine = MACHINE, launchers: absent } = options;
  const plan = planOf(experiment, profile, absent);
  const trials = await runScripted(experiment, profile, script, absent);
  const header: JournalHeader = {
    kind: 'header',
    schemaVersion: 3,
    experiment: experiment.id,
    plan,
    provenance: {
      commit: options.commit === undefined ? 'c0ffee' : options.commit,
      dirty: options.dirty ?? false,
      origin: 'dist',
      codeDigest: digest('code'),
      code: {},
    },
    machine,
    startedAt: '2000-01-01T00:00:00.000Z',
    trials: trials.length,
  };
  const rawText = [header, ...trials].map((line) => `${JSON.stringify(line)}\n`).join('');
  const raw = { header, trials, resumed: [], completeBytes: rawText.length, tornBytes: 0 };
  const file = options.rawFile ?? `${experiment.id}.trials.ndjson`;
  return { result: deriveResult(experiment, raw, { file, sha256: digest(rawText) }), raw, rawText };
}

/** Where a sprint's result lies in a workspace. */
export function resultPath(root: string, sprint: Sprint = firstSprint()): string {
  return join(root, 'packages', sprint.package, 'results', `${sprint.experiment}.result.json`);
}

/** Where its raw trials lie. */
export function rawPath(root: string, sprint: Sprint = firstSprint()): string {
  return resultPath(root, sprint).replace('.result.json', '.trials.ndjson');
}

/** Puts what was recorded where the validator looks for it. */
export async function publish(root: string, recorded: Recorded): Promise<void> {
  const { sprint, result, rawText } = recorded;
  await mkdir(dirname(resultPath(root, sprint)), { recursive: true });
  await writeFile(rawPath(root, sprint), rawText);
  await writeResult(resultPath(root, sprint), result);
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
