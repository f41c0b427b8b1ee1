import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJournal } from '../src/journal/journal.ts';
import { readRawTrials, readResult } from '../src/result/result-file.ts';
import { experimentPackageWith, experimentSource, measure } from './support/package.ts';

const journalOf = (folder: string): string => join(folder, '.muster/journals/tiny.ndjson');
const resultOf = (folder: string): string => join(folder, 'results/tiny.result.json');

/** A package with a result, and what is in its folder of results. */
async function measured(): Promise<{ folder: string; former: ReadonlyMap<string, string> }> {
  const folder = await experimentPackageWith({ tiny: experimentSource() });
  expect((await measure(folder).ended()).code).toBe(0);
  return { folder, former: await resultsIn(folder) };
}

async function resultsIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(folder, 'results'));
  const texts = names.map((name) => readFile(join(folder, 'results', name), 'utf8'));
  return new Map((await Promise.all(texts)).map((text, at) => [names[at] ?? '', text]));
}

/** Goes on with what is there, and holds what it comes to against the former result. */
async function expectToGoOn(folder: string, former: ReadonlyMap<string, string>): Promise<void> {
  expect((await measure(folder, ['--resume']).ended()).code).toBe(0);
  const raw = await readRawTrials(resultOf(folder), await readResult(resultOf(folder)));
  expect(raw.trials.map(({ index }) => index)).toEqual(Array.from({ length: 14 }, (_, n) => n));
  expect(await resultsIn(folder)).not.toEqual(former);
  expect(await readdir(join(folder, '.muster/journals'))).toEqual([]);
}

test.each(['tiny.trials.ndjson', 'tiny.result.json'])(
  'a disk that is full when %s is written leaves the former result, and the run goes on later',
  async (file) => {
    const { folder, former } = await measured();
    // The shell becomes the command: what is written beside the file goes to a device that is full.
    const full = `ln -s /dev/full results/.${file}.$$.tmp`;
    const run = measure(folder, [], {}, full);
    expect((await run.ended()).code).toBe(2);
    expect(run.text()).toContain(
      `results/${file} cannot be written: the disk is full: ENOSPC: no space left on device, write. All trials are kept in `,
    );
    expect(run.text()).not.toMatch(/defect|^ +at /m);
    expect(await resultsIn(folder)).toEqual(former);
    await readRawTrials(resultOf(folder), await readResult(resultOf(folder)));
    expect((await readJournal(journalOf(folder)))?.trials).toHaveLength(14);
    await expectToGoOn(folder, former);
  },
);

test('a journal that can take only a part of a trial keeps the others, and the run goes on later', async () => {
  const { folder, former } = await measured();
  // A limit on the size of files acts as a disk that is full in the middle of one. It counts blocks of
  // 512 or 1024 bytes, as the shell has it.
  const size = former.get('tiny.trials.ndjson')?.length ?? 0;
  const run = measure(folder, [], {}, `ulimit -f ${Math.floor((0.6 * size) / 1_024)}`);
  expect((await run.ended()).code).toBe(2);
  expect(run.text()).toMatch(
    /^.*tiny\.ndjson cannot be written: EFBIG: .*\. The \d+ bytes until here are kept; mend that and go on with --resume\.$/m,
  );
  expect(run.text()).not.toMatch(/defect|^ +at /m);
  expect(await resultsIn(folder)).toEqual(former);
  const kept = await readJournal(journalOf(folder));
  expect(kept?.tornBytes).toBe(0);
  expect(kept?.trials.length).toBeGreaterThan(0);
  expect(kept?.trials.length).toBeLessThan(14);
  await expectToGoOn(folder, former);
});
