import { acquireMeasurementLock } from '../../packages/experiment/src/lock/measurement-lock.ts';
import { replaceFile } from '../../packages/experiment/src/files/replace-file.ts';
import { fileURLToPath } from 'node:url';

/** What is measured, and for whom. */
export interface AloneOptions {
  /** The package that is measured, by its name. */
  readonly measured: string;
  /** The `import.meta` of the benchmark's file: `results.json` is written beside it. */
  readonly from: ImportMeta;
}

/**
 * Runs `measure` alone on the machine and writes what it resolves with, if anything, to
 * `results.json` in one step. `print` is for people. Rejects when the package was resolved to its sources, which start slower
 * than what is shipped.
 */
export async function measureAlone(
  { measured, from }: AloneOptions,
  measure: (print: (text: string) => void) => Promise<unknown>,
): Promise<void> {
  refuseSources(measured, from);
  const lock = await acquireMeasurementLock({
    mode: 'measuring',
    what: `bench of ${measured}`,
    onWait: (message) => console.log(message),
  });
  try {
    console.log(`${measured}, Node ${process.version}`);
    const results = await measure((text) => console.log(text));
    if (results === undefined) return;
    const path = fileURLToPath(new URL('results.json', from.url));
    await replaceFile(path, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await lock.release();
  }
}

function refuseSources(measured: string, from: ImportMeta): void {
  const resolved = from.resolve(measured);
  if (resolved.includes('/dist/')) return;
  throw new Error(
    `a benchmark measures what is built, but ${measured} is ${resolved}; start it with pnpm bench`,
  );
}
