import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child.ts';
import { temporaryFolder } from './temporary.ts';

const experimentPackage = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(experimentPackage, 'bin/muster-experiment.js');

/**
 * The source of an experiment of 2 arms and 6 blocks. `trial` is the body of both arms' trials; it
 * sees `arm` and the trial's context. `design` is added to a design that no machine can disturb.
 */
export function experimentSource(
  options: {
    readonly id?: string;
    readonly trial?: string;
    readonly bound?: number;
    readonly design?: string;
  } = {},
): string {
  const {
    id = 'tiny',
    trial = 'observe({ readyMs: arm === "cold" ? 30 : 10 });',
    bound = 2,
    design = '',
  } = options;
  return `
import { access } from 'node:fs/promises';
import { atLeast, defineExperiment } from '@muster/experiment';

// The fixture hangs once as many trials have started as HANG_AT says, until it is aborted.
let started = 0;
const hang = async (signal: AbortSignal): Promise<void> => {
  started += 1;
  if (String(started) !== process.env['HANG_AT']) return;
  process.stderr.write('hanging\\n');
  await new Promise((_, reject) => {
    const alive = setInterval(() => undefined, 1_000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      reject(signal.reason);
    });
  });
};

export const tiny = defineExperiment({
  id: '${id}',
  claim: 'A pool is faster.',
  metrics: { readyMs: { unit: 'ms', about: 'time to ready', summary: 'median' } },
  sizes: { quick: { agents: 1 }, standard: { agents: 2 }, full: { agents: 3 } },
  design: {
    blocks: { quick: 6, standard: 6, full: 6 },
    warmupBlocks: 1,
    seed: 7,
    trialDeadlineMs: 60_000,
    abortGraceMs: 100,
    confidence: 0.95,
    host: { maxStealRatio: 1, maxForeignRatio: 1, mayThrottle: true },
    ${design}
  },
  arms: {
    cold: { about: 'cold', trial: async (context) => run('cold', context) },
    pool: { about: 'pool', trial: async (context) => run('pool', context) },
  },
  simulated: ['Agents are numbers.'],
  criteria: [
    {
      id: 'spawn-time',
      statement: 'at least ${bound}x',
      because: 'it was asked for',
      quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pool' },
      bound: atLeast(${bound}),
    },
  ],
});

async function run(
  arm: string,
  { observe, signal, scratchDir }: {
    observe: (values: { readyMs: number }) => void;
    signal: AbortSignal;
    scratchDir: string;
  },
): Promise<void> {
  await access(scratchDir);
  await hang(signal);
  ${trial}
}
`;
}

/** A package with these experiments (file name -> source), ready to be measured. */
export async function experimentPackageWith(
  experiments: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = await temporaryFolder({
    'package.json': JSON.stringify({
      name: '@muster/fixture',
      type: 'module',
      exports: './src/index.ts',
      devDependencies: { '@muster/experiment': 'workspace:*' },
    }),
    'src/index.ts': 'export {};',
    ...Object.fromEntries(
      Object.entries(experiments).map(([name, source]) => [
        `experiments/${name}.experiment.ts`,
        source,
      ]),
    ),
  });
  await mkdir(join(folder, 'node_modules/@muster'), { recursive: true });
  await symlink(experimentPackage, join(folder, 'node_modules/@muster/experiment'));
  return folder;
}

/**
 * Starts `muster-experiment` in a package, under a lock of its own unless `env` names one. `before` are
 * shell commands to run before, in the same process.
 */
export function measure(
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  before = ':',
): Child {
  return startChild([bin, ...args], {
    cwd: folder,
    before,
    env: {
      MUSTER_LOCK: join(folder, 'lock'),
      MUSTER_PROFILE: '',
      MUSTER_RESUME: '',
      NODE_OPTIONS: '',
      ...env,
    },
  });
}
