import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMachine } from '@muster/experiment/machine';
import { publish, record, type RecordedOptions } from './recorded.ts';
import { temporaryFolder } from './temporary.ts';

/** A workspace in which nothing has been measured. */
export async function emptyWorkspace(): Promise<string> {
  const root = await temporaryFolder();
  await mkdir(join(root, 'packages/pooling'), { recursive: true });
  await writeFile(join(root, 'pnpm-workspace.yaml'), 'packages: [packages/*]\n');
  return root;
}

/** A workspace with a result of this very machine, as the command will find it. */
export async function measuredWorkspace(options: RecordedOptions = {}): Promise<string> {
  const root = await emptyWorkspace();
  await publish(root, await record({ machine: await readMachine(), ...options }));
  return root;
}
