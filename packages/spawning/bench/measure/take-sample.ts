import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contestant } from '../contestants/contestant.ts';
import type { Sample } from './sample.ts';

/** What a sample is of. */
export interface BurstOrder {
  readonly contestant: Contestant;
  readonly count: number;
  /** Agents of a burst before that, which is not measured. */
  readonly warmupCount: number;
}

const PROCESS = join(import.meta.dirname, 'burst-process.ts');

/** Measures one burst in a fresh coordinator. Rejects with what it wrote when that one fails. */
export async function takeSample(order: BurstOrder): Promise<Sample> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROCESS, JSON.stringify(order)]);
  return JSON.parse(stdout) as Sample;
}
