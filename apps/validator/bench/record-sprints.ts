import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { hostSnapshot } from '@muster/agent-runtime/host';
import { hostMeter } from '@muster/experiment';
import { readMachine } from '@muster/experiment/machine';
import { systemClock } from '../../../packages/experiment/src/clock.ts';
import { measureExperiment } from '../../../packages/experiment/src/command/measure-experiment.ts';
import { RAW_SAMPLES, syntheticSprint, TRIALS } from './synthetic-sprint.ts';

const SPRINTS = 4;

/** Sprints as they lie on the disk once they have been measured. */
export interface RecordedSprints {
  /** How many they are, and how much there is of each. */
  readonly what: string;
  /** The files of their results, each with its raw trials beside it. */
  readonly results: readonly string[];
  readonly remove: () => Promise<void>;
}

/** Measures the synthetic sprint with what measures the real ones, and lays down copies of it. */
export async function recordSprints(): Promise<RecordedSprints> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'muster-bench-')));
  const recorded = await record(folder);
  const copies = Array.from({ length: SPRINTS }, (_, at) => join(folder, `${at}`));
  for (const copy of copies) await cp(dirname(recorded), copy, { recursive: true });
  return {
    what: `${SPRINTS} sprints, each a journal of ${TRIALS} trials and ${RAW_SAMPLES} raw samples`,
    results: copies.map((copy) => join(copy, basename(recorded))),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Makes the folder a package with that one experiment, and returns the file of its result. */
async function record(packageFolder: string): Promise<string> {
  await writeFile(join(packageFolder, 'package.json'), '{ "name": "synthetic" }');
  const { paths } = await measureExperiment({
    loaded: { experiment: syntheticSprint, file: import.meta.filename },
    packageFolder,
    profile: 'standard',
    resume: false,
    machine: await readMachine(),
    clock: systemClock,
    snapshot: () => hostSnapshot(),
    meter: hostMeter,
    signal: new AbortController().signal,
    progress: { write: () => undefined, live: false, columns: 80, now: systemClock.now },
    say: () => undefined,
  });
  return paths.result;
}
