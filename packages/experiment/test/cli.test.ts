import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acquireMeasurementLock } from '../src/lock/measurement-lock.ts';
import { readRawTrials, readResult } from '../src/result/result-file.ts';
import { experimentPackageWith, experimentSource, measure } from './support/package.ts';
import { temporaryFolder } from './support/temporary.ts';

const resultOf = (folder: string, id = 'tiny'): string => join(folder, `results/${id}.result.json`);

describe('muster-experiment', () => {
  test('measures, publishes raw and derived data, and ends with a table', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource() });
    const run = measure(folder, ['--profile', 'quick']);
    expect((await run.ended()).code).toBe(0);
    expect(run.text()).toMatch(/^tiny {2}warm-up 1\/1 {2}\w+ {2}14 % {2}\d s left$/m);
    expect(run.text()).toMatch(/^ {2}criterion {3}estimate \(interval\) +bound +verdict$/m);
    expect(run.text()).toMatch(
      /^ {2}spawn-time {2}3\.00x \(3\.00x to 3\.00x\) {2}at least 2x {2}met$/m,
    );
    expect(run.text()).toContain('simulated: Agents are numbers.');
    expect(run.text()).toContain('warning: measured with the quick profile');
    expect(run.text()).toContain('warning: measured from src');
    expect(run.text()).toContain('results/tiny.result.json, results/tiny.trials.ndjson');

    const result = await readResult(resultOf(folder));
    const raw = await readRawTrials(resultOf(folder), result);
    expect(raw.trials.map((trial) => trial.index)).toEqual(Array.from({ length: 14 }, (_, n) => n));
    expect(result.trials).toMatchObject({ planned: 14, warmup: 2, ok: 12, failed: 0 });
    expect(result.runs.blocks).toHaveLength(6);
    expect(raw.trials[0]?.host.before).toHaveProperty('load');
    expect((await readdir(join(folder, 'results'))).toSorted()).toEqual([
      'tiny.result.json',
      'tiny.trials.ndjson',
    ]);
    expect(await readdir(join(folder, '.muster/journals'))).toEqual([]);
  });

  test('prints one JSON document when asked', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource({ bound: 4 }) });
    const run = measure(folder, ['--profile', 'quick', '--json']);
    let out = '';
    run.process.stdout?.on('data', (chunk: string) => {
      out += chunk;
    });
    expect((await run.ended()).code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { id: 'tiny', profile: 'quick', verdicts: { 'spawn-time': 'not met' } },
    ]);
  });

  test('measures with a failing trial as well, and its criterion is invalid', async () => {
    const trial = `if (arm === 'pool' && started > 10) throw new Error('no agent');
      observe({ readyMs: 1 });`;
    const folder = await experimentPackageWith({ tiny: experimentSource({ trial }) });
    const run = measure(folder);
    expect((await run.ended()).code).toBe(0);
    const result = await readResult(resultOf(folder));
    expect(result.trials).toMatchObject({ ok: 10, failed: 2 });
    expect(result.judgement.criteria[0]?.verdict).toBe('invalid');
    expect(run.text()).toMatch(/spawn-time: .*pool.*no agent/);
  });

  test('removes the results of experiments that are gone, and keeps the others', async () => {
    const folder = await experimentPackageWith({
      a: experimentSource({ id: 'a' }),
      b: experimentSource({ id: 'b' }),
    });
    expect((await measure(folder).ended()).code).toBe(0);
    await writeFile(join(folder, 'experiments/b.experiment.ts'), experimentSource({ id: 'c' }));
    expect((await measure(folder).ended()).code).toBe(0);
    expect((await readdir(join(folder, 'results'))).toSorted()).toEqual([
      'a.result.json',
      'a.trials.ndjson',
      'c.result.json',
      'c.trials.ndjson',
    ]);
  });

  test('waits for whoever measures, and says for whom', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource() });
    const path = join(folder, 'lock');
    const lock = await acquireMeasurementLock({ path, mode: 'measuring', what: 'pooling' });
    const run = measure(folder);
    await run.says(/waiting for pooling \(pid \d+, since [\d:]+\), which measures on this machine/);
    await lock.release();
    expect((await run.ended()).code).toBe(0);
  });

  test('is interrupted while it waits', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource() });
    const path = join(folder, 'lock');
    await using lock = await acquireMeasurementLock({ path, mode: 'measuring', what: 'pooling' });
    const run = measure(folder);
    await run.says(new RegExp(`waiting for ${lock.holder.what}`));
    run.process.kill('SIGINT');
    expect((await run.ended()).code).toBe(130);
    expect(run.text()).toContain('stopped before anything was measured');
  });
});

describe('what cannot be measured', () => {
  test.each<[string, string, RegExp]>([
    [
      'a definition with problems',
      experimentSource().replace("summary: 'median'", "summary: 'mode'"),
      /tiny\.experiment\.ts cannot be loaded: experiment "tiny" is not well defined:\n- metric readyMs/,
    ],
    [
      'a module without experiment',
      'export const tiny = 1;',
      /tiny\.experiment\.ts exports no experiment/,
    ],
    [
      'a trial that ignores its deadline',
      experimentSource({
        trial: 'await new Promise(() => setInterval(() => undefined, 1_000));',
      }).replace('trialDeadlineMs: 60_000', 'trialDeadlineMs: 50'),
      /did not end within 100 ms of being aborted: it was still running at its deadline of 50 ms/,
    ],
  ])('%s', async (_, source, message) => {
    const folder = await experimentPackageWith({ tiny: source });
    const run = measure(folder);
    expect((await run.ended()).code).toBe(2);
    expect(run.text()).toMatch(message);
    expect(run.text()).not.toMatch(/^ +at /m);
  });

  test('two experiments with one id', async () => {
    const folder = await experimentPackageWith({ a: experimentSource(), b: experimentSource() });
    const run = measure(folder);
    expect((await run.ended()).code).toBe(2);
    expect(run.text()).toMatch(
      /a\.experiment\.ts and .*b\.experiment\.ts both define the experiment tiny/,
    );
  });

  test('a package without experiments, and no package at all', async () => {
    const empty = measure(await experimentPackageWith({}));
    expect((await empty.ended()).code).toBe(2);
    expect(empty.text()).toMatch(/^there is no experiments\/\*\.experiment\.ts in /);
    const nothing = measure(await temporaryFolder());
    expect((await nothing.ended()).code).toBe(2);
    expect(nothing.text()).toMatch(/is no package: it has no package\.json/);
  });

  test('a wrong command line', async () => {
    const run = measure(await temporaryFolder(), ['--profile', 'huge']);
    expect((await run.ended()).code).toBe(64);
    expect(run.text()).toMatch(
      /^--profile must be one of quick, standard, full, got "huge"\n\nUsage:/,
    );
  });
});

describe('what cannot be written', () => {
  test('of the results is told, and the trials are kept until they can be', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource() });
    await writeFile(join(folder, 'results'), 'in the way');
    const run = measure(folder, ['--profile', 'quick']);
    expect((await run.ended()).code).toBe(2);
    expect(run.text()).toMatch(
      /results\/tiny\.trials\.ndjson cannot be written: E\w+: .*\. All trials are kept in .*tiny\.ndjson; make room, or let it be written, and go on with: muster-experiment --profile quick --resume$/m,
    );
    expect(run.text()).not.toMatch(/defect|^ +at /m);
    await rm(join(folder, 'results'));
    const resumed = measure(folder, ['--profile', 'quick', '--resume'], { HANG_AT: '1' });
    expect((await resumed.ended()).code).toBe(0);
    expect((await readResult(resultOf(folder))).trials).toMatchObject({ ok: 12 });
  });

  test('of the journal is told', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource() });
    await writeFile(join(folder, '.muster'), 'in the way');
    const run = measure(folder);
    expect((await run.ended()).code).toBe(2);
    expect(run.text()).toMatch(/\.muster\/journals cannot be written: E\w+: /);
    expect(run.text()).not.toMatch(/defect|^ +at /m);
  });
});

test('the last good result is whole while and after it is replaced', async () => {
  const folder = await experimentPackageWith({ tiny: experimentSource() });
  expect((await measure(folder).ended()).code).toBe(0);
  const before = await readFile(resultOf(folder), 'utf8');
  const run = measure(folder, [], { HANG_AT: '5' });
  await run.says(/hanging/);
  expect(await readFile(resultOf(folder), 'utf8')).toBe(before);
  run.process.kill('SIGTERM');
  expect((await run.ended()).code).toBe(143);
  expect(await readFile(resultOf(folder), 'utf8')).toBe(before);
  await readRawTrials(resultOf(folder), await readResult(resultOf(folder)));
});
