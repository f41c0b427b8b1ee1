import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '@muster/experiment';
import type { IdenticalArmsOptions } from './experiment.ts';

/**
 * Makes a package whose one experiment are the identical arms, gives it to `use`, and removes it. What
 * measures the sprints measures packages, and this is measured by nothing else.
 */
export async function withMeasuringPackage<Value>(
  options: IdenticalArmsOptions,
  use: (folder: string) => Promise<Value>,
): Promise<Value> {
  await sweepPackages();
  const folder = await realpath(await mkdtemp(join(tmpdir(), `muster-aa-${process.pid}-`)));
  try {
    await writeFile(join(folder, 'package.json'), `${JSON.stringify(MANIFEST)}\n`);
    await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
    await mkdir(join(folder, 'experiments'));
    await writeFile(
      join(folder, 'experiments', 'identical-arms.experiment.ts'),
      `import { identicalArms } from ${JSON.stringify(import.meta.resolve('./experiment.ts'))};\n` +
        `export const experiment = identicalArms(${JSON.stringify(options)});\n`,
    );
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes the packages of processes that were killed; a name holds the id of its process. */
async function sweepPackages(): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) => {
    const pid = /^muster-aa-(\d+)-/.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
  // Those of another user stay.
  await Promise.allSettled(
    left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })),
  );
}

const MANIFEST = {
  name: '@muster/identical-arms',
  private: true,
  type: 'module',
  dependencies: { '@muster/agent-runtime': '*', '@muster/experiment': '*' },
};
