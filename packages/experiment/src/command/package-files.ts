import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isExperiment } from '../definition/define.ts';
import type { Experiment } from '../definition/definition.ts';
import { hasCode } from '../files/error-code.ts';
import { MeasurementError } from '../errors.ts';

/** An experiment and the file that defines it. */
export interface LoadedExperiment {
  readonly experiment: Experiment;
  readonly file: string;
}

/** Where the files of one experiment lie. */
export interface ExperimentPaths {
  /** The journal while it grows; not in results/, so that no build cache stores a part of one. */
  readonly journal: string;
  /** An interrupted run that a fresh one replaced; one is kept. */
  readonly previousJournal: string;
  readonly trials: string;
  readonly result: string;
}

/** The folder of a package's published results. */
export function resultsFolder(packageFolder: string): string {
  return join(packageFolder, 'results');
}

/** The files of the experiment `id` in a package. */
export function pathsOf(packageFolder: string, id: string): ExperimentPaths {
  const journals = join(packageFolder, '.muster', 'journals');
  const results = resultsFolder(packageFolder);
  return {
    journal: join(journals, `${id}.ndjson`),
    previousJournal: join(journals, `${id}.previous.ndjson`),
    trials: join(results, `${id}.trials.ndjson`),
    result: join(results, `${id}.result.json`),
  };
}

/**
 * Every experiment that the modules `experiments/*.experiment.ts` of a package export, in the order
 * of their file names.
 */
export async function loadExperiments(packageFolder: string): Promise<readonly LoadedExperiment[]> {
  const folder = await realpath(packageFolder);
  const loaded: LoadedExperiment[] = [];
  for (const file of await experimentFiles(folder)) {
    for (const exported of Object.values(await importModule(file))) {
      if (isExperiment(exported)) loaded.push({ experiment: exported, file });
    }
    if (!loaded.some((each) => each.file === file)) {
      throw new MeasurementError(
        `${file} exports no experiment; export what defineExperiment returns`,
      );
    }
  }
  refuseDoubles(loaded);
  return loaded;
}

async function experimentFiles(packageFolder: string): Promise<readonly string[]> {
  const folder = join(packageFolder, 'experiments');
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.experiment.ts')).toSorted();
  if (files.length === 0) {
    throw new MeasurementError(`there is no experiments/*.experiment.ts in ${packageFolder}`);
  }
  return files.map((name) => join(folder, name));
}

async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
    return module;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new MeasurementError(`${file} cannot be loaded: ${message}`, { cause });
  }
}

function refuseDoubles(loaded: readonly LoadedExperiment[]): void {
  const fileOfId = new Map<string, string>();
  for (const { experiment, file } of loaded) {
    const other = fileOfId.get(experiment.id);
    if (other !== undefined) {
      throw new MeasurementError(
        `${other} and ${file} both define the experiment ${experiment.id}`,
      );
    }
    fileOfId.set(experiment.id, file);
  }
}
