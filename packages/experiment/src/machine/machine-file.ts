import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readMachine, type MachineFingerprint } from './machine.ts';
import { replaceFileIfChanged } from '../files/replace-file.ts';
import { strictJson } from '../files/strict-json.ts';

/** What `keepMachineFile` found and did. */
export interface MachineFile {
  readonly path: string;
  readonly machine: MachineFingerprint;
  readonly changed: boolean;
}

/**
 * Keeps `<workspace root>/.muster/machine.json` equal to this machine's fingerprint. It is written
 * only when it changes, so that a build cache keyed on it is missed on another machine only.
 */
export async function keepMachineFile(fromFolder: string): Promise<MachineFile> {
  const machine = await readMachine();
  const path = join(await workspaceRoot(fromFolder), '.muster', 'machine.json');
  const changed = await replaceFileIfChanged(path, `${strictJson(machine, { indent: 2 })}\n`);
  return { path, machine, changed };
}

/** The nearest folder at or above `fromFolder` that holds a workspace, else `fromFolder` itself. */
export async function workspaceRoot(fromFolder: string): Promise<string> {
  for (let folder = fromFolder; ; folder = dirname(folder)) {
    if (await exists(join(folder, 'pnpm-workspace.yaml'))) return folder;
    if (folder === dirname(folder)) return fromFolder;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
