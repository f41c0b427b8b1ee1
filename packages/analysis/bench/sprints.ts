import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeExperiment } from '@muster/analysis';
import { micro, type BenchCase } from '../../../tooling/bench/index.ts';
import { type RecordedRuns, syntheticSprint } from './synthetic-sprint.ts';

const SPRINTS = 4;

/** All that the phase is judged by, from files to verdicts. */
export async function sprintsFromFiles(): Promise<BenchCase> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const files = Array.from({ length: SPRINTS }, (_, at) => join(folder, `${at}.json`));
  for (const file of files) await writeFile(file, JSON.stringify(syntheticSprint()));
  return {
    name: `judging ${SPRINTS} sprints of 12 arms, 10 blocks and 25 quantities, read from files of run-level values`,
    unit: 'ms',
    rounds: 9,
    ours: inMs(micro(() => Promise.all(files.map(judgeFile)))),
    peers: {},
    goal: { text: 'under 150 ms', holds: (ms) => ms < 150 },
    close: () => rm(folder, { recursive: true }),
  };
}

async function judgeFile(file: string): Promise<unknown> {
  const { definition, runs } = JSON.parse(await readFile(file, 'utf8')) as RecordedRuns;
  return judgeExperiment(definition, runs);
}

function inMs(sample: () => Promise<number>): () => Promise<number> {
  return async () => (await sample()) / 1000;
}
