import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRawTrials, readResult } from '../src/result/result-file.ts';
import { startChild } from './support/child.ts';
import { experimentPackageWith, experimentSource, measure } from './support/package.ts';

const looks = 'blocks: { quick: 10, standard: 10, full: 10 }, looks: { quick: [6, 10] },';
const resultOf = (folder: string): string => join(folder, 'results/tiny.result.json');

describe('a real run with an early look', () => {
  test('ends there, says why, and counts as measured', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource({ design: looks }) });
    const run = measure(folder, ['--profile', 'quick']);
    expect((await run.ended()).code).toBe(0);
    expect(run.text()).toMatch(
      /^tiny: 10 blocks can show >= 2x where it is at least 2\.\d\dx, 2\.\d\dx or 2\.\d\dx, if pairs vary by 5, 10 or 20 % \(4 times in 5\)$/m,
    );
    expect(run.text()).toMatch(/^tiny {2}block 1\/10 .* at most \d+ s left$/m);
    expect(run.text()).toMatch(/^tiny {2}block 6\/6 .* 100 % {2}0 s left$/m);
    expect(run.text()).toMatch(
      /^tiny: stopped early: after 6 of 10 blocks no criterion is left without a verdict$/m,
    );
    expect(run.text()).toMatch(/^ {2}6 of 10 blocks \(quick\) -> /m);
    const result = await readResult(resultOf(folder));
    expect(result.judgement.look).toMatchObject({ number: 1, of: 2, blocks: 6, most: 10 });
    expect(result.judgement.criteria[0]?.verdict).toBe('met');
    expect(result.trials).toMatchObject({ planned: 22, ok: 12 });

    const again = measure(folder, ['--profile', 'quick', '--resume']);
    expect((await again.ended()).code).toBe(0);
    expect(again.text()).toContain('tiny: already measured with this plan, code and machine');
    expect(again.text()).not.toContain('can show');
  });

  test('ends there too when it was interrupted in between', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource({ design: looks }) });
    const run = measure(folder, ['--profile', 'quick'], { HANG_AT: '13' });
    await run.says(/hanging/);
    run.process.kill('SIGKILL');
    await run.ended();
    const resumed = measure(folder, ['--profile', 'quick', '--resume']);
    expect((await resumed.ended()).code).toBe(0);
    expect(resumed.text()).toContain('stopped early: after 6 of 10 blocks');
    const result = await readResult(resultOf(folder));
    expect(result.judgement.look).toMatchObject({ number: 1, blocks: 6 });
    expect((await readRawTrials(resultOf(folder), result)).trials).toHaveLength(14);
  });

  test('expects pairs to vary as they did the last time', async () => {
    const trial = `observe({ readyMs: arm === 'cold' ? 30 + started : 10 });`;
    const folder = await experimentPackageWith({ tiny: experimentSource({ trial }) });
    expect((await measure(folder).ended()).code).toBe(0);
    const run = measure(folder);
    expect((await run.ended()).code).toBe(0);
    expect(run.text()).toMatch(/as pairs varied by [\d.]+ % in the last result/);
  });
});

test.runIf(process.platform === 'linux')(
  'a real run beside processes that keep every processor busy has its blocks dropped',
  async () => {
    for (let core = 0; core < availableParallelism(); core += 1) {
      const busy = startChild(['-e', `process.stdout.write('busy'); for (;;);`]);
      await busy.says(/busy/);
    }
    const trial = `await new Promise((resolve) => setTimeout(resolve, 200));
      observe({ readyMs: 1 });`;
    const design = 'host: { maxStealRatio: 1 }, spareBlocks: { quick: 1 },';
    const folder = await experimentPackageWith({ tiny: experimentSource({ trial, design }) });
    const former = [resultOf(folder), join(folder, 'results/tiny.trials.ndjson')];
    await mkdir(join(folder, 'results'));
    for (const path of former) await writeFile(path, 'former');
    const run = measure(folder, ['--profile', 'quick']);
    expect((await run.ended()).code).toBe(2);
    expect(run.text()).toMatch(
      /^tiny: this block is dropped, all arms alike: \d+ % of the processor went to others during \w+/m,
    );
    expect(run.text()).toMatch(
      /^tiny: only 0 of 6 blocks could be measured undisturbed; with 7 dropped \(block 0: \d+ % of the processor went to others during \w+\), no spare one is left\. Nothing is published: the former result, if any, stays as it was, .*tiny\.previous\.ndjson\. Measure again when the machine is quiet, without --resume\.$/m,
    );
    expect(run.text()).not.toMatch(/defect|^ +at /m);
    for (const path of former) expect(await readFile(path, 'utf8')).toBe('former');
    expect(await readdir(join(folder, '.muster/journals'))).toEqual(['tiny.previous.ndjson']);

    const resumed = measure(folder, ['--profile', 'quick', '--resume'], { HANG_AT: '1' });
    await resumed.says(/hanging/);
    expect(resumed.text()).toContain('tiny: nothing to resume, measuring from the start');
    resumed.process.kill('SIGINT');
    expect((await resumed.ended()).code).toBe(130);
  },
);
