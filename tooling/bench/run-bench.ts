import { systemClock } from '../../packages/experiment/src/clock.ts';
import { acquireMeasurementLock } from '../../packages/experiment/src/lock/measurement-lock.ts';
import { createRandom } from '../../packages/experiment/src/plan/random.ts';
import { replaceFile } from '../../packages/experiment/src/files/replace-file.ts';
import { fileURLToPath } from 'node:url';
import type { BenchCase, BenchResult, OpenCase } from './bench-case.ts';
import { judgeCase } from './judge-case.ts';
import { measureCase } from './measure-case.ts';
import { caseTable } from './table.ts';

const SHUFFLE_SEED = 1;
const PROGRESS_EVERY_MS = 2_000;

/** A package's benchmark. */
export interface BenchOptions {
  /** The package that is measured, by its name. */
  readonly measured: string;
  /** The `import.meta` of the benchmark's file: `results.json` is written beside it. */
  readonly from: ImportMeta;
  /** In the order in which they are measured; the next is opened when the last is closed. */
  readonly cases: readonly OpenCase[];
}

/**
 * Measures a package beside its peers, alone on the machine; prints a table and writes
 * `results.json`, an array of `BenchResult`, in one step. A goal that is missed is told there and in
 * the table and fails nothing: whether it matters is for the reader. Rejects when the package was
 * resolved to its sources, which start slower than what is shipped.
 */
export async function runBench({ measured, from, cases }: BenchOptions): Promise<void> {
  refuseSources(measured, from);
  const lock = await acquireMeasurementLock({
    mode: 'measuring',
    what: `bench of ${measured}`,
    onWait: (message) => console.log(message),
  });
  try {
    const results: BenchResult[] = [];
    console.log(`${measured}, Node ${process.version}`);
    for (const open of cases) {
      const benchCase = await open();
      const result = await measureAndClose(benchCase);
      results.push(result);
      console.log(`\n${caseTable(result, benchCase)}`);
    }
    const path = fileURLToPath(new URL('results.json', from.url));
    await replaceFile(path, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await lock.release();
  }
}

async function measureAndClose(benchCase: BenchCase): Promise<BenchResult> {
  console.log(`\nmeasuring ${benchCase.name}`);
  try {
    const random = createRandom(SHUFFLE_SEED, benchCase.name);
    return judgeCase(benchCase, await measureCase(benchCase, random, progress()));
  } finally {
    await benchCase.close?.();
  }
}

function refuseSources(measured: string, from: ImportMeta): void {
  const resolved = from.resolve(measured);
  if (resolved.includes('/dist/')) return;
  throw new Error(
    `a benchmark measures what is built, but ${measured} is ${resolved}; start it with pnpm bench`,
  );
}

function progress(): (done: number, all: number) => void {
  let toldAtMs = systemClock.now();
  return (done, all) => {
    if (done === all || systemClock.now() - toldAtMs < PROGRESS_EVERY_MS) return;
    toldAtMs = systemClock.now();
    console.log(`  round ${done} of ${all}`);
  };
}
