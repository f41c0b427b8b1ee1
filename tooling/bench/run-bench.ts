import { systemClock } from '../../packages/experiment/src/clock.ts';
import { createRandom } from '../../packages/experiment/src/plan/random.ts';
import type { BenchCase, BenchResult, OpenCase } from './bench-case.ts';
import { judgeCase } from './judge-case.ts';
import { type AloneOptions, measureAlone } from './measure-alone.ts';
import { measureCase } from './measure-case.ts';
import { caseTable } from './table.ts';

const SHUFFLE_SEED = 1;
const PROGRESS_EVERY_MS = 2_000;

/** A package's benchmark. */
export interface BenchOptions extends AloneOptions {
  /** In the order in which they are measured; the next is opened when the last is closed. */
  readonly cases: readonly OpenCase[];
}

type Print = (text: string) => void;

/**
 * Measures a package beside its peers, alone on the machine; prints a table and writes
 * `results.json`, an array of `BenchResult`, in one step. A goal that is missed is told there and in
 * the table and fails nothing: whether it matters is for the reader. Rejects when the package was
 * resolved to its sources, which start slower than what is shipped.
 */
export function runBench(options: BenchOptions): Promise<void> {
  return measureAlone(options, async (print) => {
    const results: BenchResult[] = [];
    for (const open of options.cases) {
      const benchCase = await open();
      const result = await measureAndClose(benchCase, print);
      results.push(result);
      print(`\n${caseTable(result, benchCase)}`);
    }
    return results;
  });
}

async function measureAndClose(benchCase: BenchCase, print: Print): Promise<BenchResult> {
  print(`\nmeasuring ${benchCase.name}`);
  try {
    const random = createRandom(SHUFFLE_SEED, benchCase.name);
    return judgeCase(benchCase, await measureCase(benchCase, random, progress(print)));
  } finally {
    await benchCase.close?.();
  }
}

function progress(print: Print): (done: number, all: number) => void {
  let toldAtMs = systemClock.now();
  return (done, all) => {
    if (done === all || systemClock.now() - toldAtMs < PROGRESS_EVERY_MS) return;
    toldAtMs = systemClock.now();
    print(`  round ${done} of ${all}`);
  };
}
