import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { digestOfData } from '../files/digest.ts';
import { digestOfExperiments, digestOfPackage } from './code-digest.ts';
import { MeasurementError } from '../errors.ts';
import { measuredPackages, type MeasuredPackage } from './measured-packages.ts';

const run = promisify(execFile);

/** Which code a result was measured with. */
export interface Provenance {
  /** The commit of the working tree; null without git or before the first commit. */
  readonly commit: string | null;
  /** Whether the tree differed from the commit; null without git. */
  readonly dirty: boolean | null;
  /** `dist` is what ships; `src` runs through type stripping, which makes Node's own start slower. */
  readonly origin: 'src' | 'dist';
  /** SHA-256 over `code`. */
  readonly codeDigest: string;
  /** SHA-256 per measured package, and under `experiment` that of the experiment's own files. */
  readonly code: Readonly<Record<string, string>>;
}

/**
 * Reads which code an experiment of `packageFolder` measures. A MeasurementError when some packages
 * would run from `src` and others from `dist`: such a mix is neither what ships nor what is edited.
 */
export async function readProvenance(
  packageFolder: string,
  experimentFile: string,
): Promise<Provenance> {
  const packages = await measuredPackages(packageFolder);
  const origin = commonOrigin(packages);
  const code: Record<string, string> = {};
  for (const each of packages) code[each.name] = await digestOfPackage(each, origin);
  code['experiment'] = await digestOfExperiments(packageFolder, experimentFile);
  const commit = await git(packageFolder, 'rev-parse', '--verify', 'HEAD');
  const status = await git(packageFolder, 'status', '--porcelain');
  return {
    commit: commit === null ? null : commit.trim(),
    dirty: status === null ? null : status.trim() !== '',
    origin,
    codeDigest: digestOfData(code),
    code,
  };
}

function commonOrigin(packages: readonly MeasuredPackage[]): 'src' | 'dist' {
  const of = (origin: 'src' | 'dist'): string[] =>
    packages.filter((each) => each.origin === origin).map((each) => each.name);
  const [fromSource, built] = [of('src'), of('dist')];
  if (fromSource.length > 0 && built.length > 0) {
    throw new MeasurementError(
      `${built.join(', ')} would run from dist and ${fromSource.join(', ')} from src. ` +
        'Measure one or the other: give every package a "@muster/dist" condition in its exports.',
    );
  }
  return built.length > 0 ? 'dist' : 'src';
}

async function git(folder: string, ...args: readonly string[]): Promise<string | null> {
  try {
    return (await run('git', [...args], { cwd: folder, maxBuffer: 2 ** 26 })).stdout;
  } catch {
    // No git, no repository, no commit: a measurement is possible without any of them.
    return null;
  }
}
