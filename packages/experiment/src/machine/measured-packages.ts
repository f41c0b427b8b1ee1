import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { hasCode } from '../files/error-code.ts';
import { MeasurementError } from '../errors.ts';
import { readTextIfThere } from '../files/replace-file.ts';

const SCOPE = '@muster/';

/** A package whose code takes part in a measurement. */
export interface MeasuredPackage {
  readonly name: string;
  readonly folder: string;
  /** Where its main entry resolves to; null for a package that has none (configuration only). */
  readonly origin: 'src' | 'dist' | null;
}

interface Manifest {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly hasEntry: boolean;
}

/**
 * The package in `folder` and every workspace package it depends on, however indirectly, sorted by
 * name. Development dependencies count for the package itself only, because its experiments import
 * them; those of its dependencies take no part in the run.
 */
export async function measuredPackages(folder: string): Promise<readonly MeasuredPackage[]> {
  const found = new Map<string, MeasuredPackage>();
  const visit = async (at: string, isRoot: boolean): Promise<void> => {
    const manifest = await readManifest(at);
    if (found.has(manifest.name)) return;
    found.set(manifest.name, { name: manifest.name, folder: at, origin: originOf(at, manifest) });
    const names = [...manifest.dependencies, ...(isRoot ? manifest.devDependencies : [])];
    for (const name of names.filter((each) => each.startsWith(SCOPE))) {
      await visit(await folderOf(name, at), false);
    }
  };
  await visit(await realpath(folder), true);
  return [...found.values()]
    .filter((each) => each.origin !== null)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The name of the package in `folder`, without its scope. */
export async function readPackageName(folder: string): Promise<string> {
  return (await readManifest(folder)).name.replace(/^@[^/]+\//, '');
}

function originOf(folder: string, { name, hasEntry }: Manifest): MeasuredPackage['origin'] {
  if (!hasEntry) return null;
  let entry: string;
  try {
    // Resolves the package by its own name, under the very conditions this process runs with.
    entry = createRequire(join(folder, 'package.json')).resolve(name);
  } catch (cause) {
    if (!hasCode(cause, 'MODULE_NOT_FOUND')) throw cause;
    throw new MeasurementError(`${name} is not built: build it before it is measured`, { cause });
  }
  return entry.startsWith(join(folder, 'dist') + sep) ? 'dist' : 'src';
}

async function folderOf(name: string, from: string): Promise<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      return await realpath(join(folder, 'node_modules', name));
    } catch (cause) {
      if (!hasCode(cause, 'ENOENT', 'ENOTDIR')) throw cause;
      if (folder === dirname(folder)) {
        throw new MeasurementError(`${name}, on which ${from} depends, is not installed`, {
          cause,
        });
      }
    }
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'package.json');
  const text = await readTextIfThere(path);
  if (text === null) throw new MeasurementError(`${folder} is no package: it has no package.json`);
  const data: unknown = JSON.parse(text);
  const record = isRecord(data) ? data : {};
  const { name, exports, dependencies, devDependencies } = record;
  if (typeof name !== 'string') throw new MeasurementError(`${path} has no name`);
  return {
    name,
    dependencies: Object.keys(isRecord(dependencies) ? dependencies : {}),
    devDependencies: Object.keys(isRecord(devDependencies) ? devDependencies : {}),
    hasEntry: typeof exports === 'string' || (isRecord(exports) && '.' in exports),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
