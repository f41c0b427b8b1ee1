import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../src/files/digest.ts';
import { readJournal } from '../src/journal/journal.ts';
import { readRawTrials, readResult } from '../src/result/result-file.ts';
import { experimentPackageWith, experimentSource, measure } from './support/package.ts';

const allTrials = Array.from({ length: 14 }, (_, index) => index);
const journalOf = (folder: string): string => join(folder, '.muster/journals/tiny.ndjson');
const previousOf = (folder: string): string =>
  join(folder, '.muster/journals/tiny.previous.ndjson');
const resultOf = (folder: string): string => join(folder, 'results/tiny.result.json');

/** A package whose measurement was ended by `signal` while its sixth trial ran. */
async function interrupted(signal: NodeJS.Signals): Promise<string> {
  const folder = await experimentPackageWith({ tiny: experimentSource() });
  const run = measure(folder, ['--profile', 'quick'], { HANG_AT: '6' });
  await run.says(/hanging/);
  run.process.kill(signal);
  await run.ended();
  expect((await readJournal(journalOf(folder)))?.trials.map((trial) => trial.index)).toEqual([
    0, 1, 2, 3, 4,
  ]);
  return folder;
}

describe('a run that was killed', () => {
  test('goes on with exactly the planned trials, none of them twice', async () => {
    const folder = await interrupted('SIGKILL');
    const kept = (await readJournal(journalOf(folder)))?.trials;
    const run = measure(folder, ['--profile', 'quick', '--resume']);
    expect((await run.ended()).code).toBe(0);
    const result = await readResult(resultOf(folder));
    const raw = await readRawTrials(resultOf(folder), result);
    expect(raw.trials.map((trial) => trial.index)).toEqual(allTrials);
    expect(raw.trials.slice(0, 5)).toEqual(kept);
    expect(raw.resumed).toMatchObject([{ finished: 5 }]);
    expect(result.warnings.join('\n')).toMatch(
      /interrupted for \d+ s after 5 trials, and continued without another warm-up; block 2 lies on both sides of it/,
    );
    await expect(access(journalOf(folder))).rejects.toThrow(/ENOENT/);
  });

  test('goes on after a torn last line, measuring that trial again', async () => {
    const folder = await interrupted('SIGKILL');
    const bytes = await readFile(journalOf(folder));
    await writeFile(journalOf(folder), bytes.subarray(0, bytes.length - 7));
    const run = measure(folder, [], { MUSTER_PROFILE: 'quick', MUSTER_RESUME: '1' });
    expect((await run.ended()).code).toBe(0);
    const raw = await readRawTrials(resultOf(folder), await readResult(resultOf(folder)));
    expect(raw.trials.map((trial) => trial.index)).toEqual(allTrials);
    expect(raw.resumed).toMatchObject([{ finished: 4 }]);
  });

  test('is kept, once, when a fresh run takes its place', async () => {
    const folder = await interrupted('SIGKILL');
    const before = await readFile(journalOf(folder), 'utf8');
    const run = measure(folder, ['--profile', 'quick']);
    expect((await run.ended()).code).toBe(0);
    expect(run.text()).toMatch(
      /tiny: an interrupted run \(5 of 14 trials\) was kept as .*tiny\.previous\.ndjson\. To go on with it/,
    );
    expect(await readFile(previousOf(folder), 'utf8')).toBe(before);
  });

  test('is set aside, not destroyed, when it cannot be read', async () => {
    const folder = await interrupted('SIGKILL');
    await writeFile(journalOf(folder), 'not a journal\n');
    const refused = measure(folder, ['--profile', 'quick', '--resume']);
    expect((await refused.ended()).code).toBe(2);
    expect(refused.text()).toMatch(/^line 1 of .*tiny\.ndjson cannot be read: it is not JSON/);
    expect((await measure(folder, ['--profile', 'quick']).ended()).code).toBe(0);
    expect(await readFile(previousOf(folder), 'utf8')).toBe('not a journal\n');
  });
});

describe('a run that was stopped', () => {
  test('by Ctrl-C says how to go on, and goes on', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource() });
    const run = measure(folder, ['--profile', 'quick'], { HANG_AT: '6' });
    await run.says(/hanging/);
    run.process.kill('SIGINT');
    expect((await run.ended()).code).toBe(130);
    expect(run.text()).toMatch(
      /^tiny: stopped; what was measured is kept in .*tiny\.ndjson\. Go on with: muster-experiment --profile quick --resume$/m,
    );
    expect(run.text()).not.toMatch(/^ +at /m);
    expect((await measure(folder, ['--profile', 'quick', '--resume']).ended()).code).toBe(0);
    expect((await readResult(resultOf(folder))).trials.ok).toBe(12);
  });

  test('ends at the grace even when its trial does not', async () => {
    const trial = `if (started === 6) {
      process.stderr.write('deaf\\n');
      await new Promise(() => setInterval(() => undefined, 1_000));
    }
    observe({ readyMs: 1 });`;
    const folder = await experimentPackageWith({ tiny: experimentSource({ trial }) });
    const run = measure(folder);
    await run.says(/deaf/);
    run.process.kill('SIGTERM');
    expect((await run.ended()).code).toBe(143);
  });
});

describe('--resume', () => {
  test('keeps a finished result of the same plan, code and machine', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource() });
    expect((await measure(folder).ended()).code).toBe(0);
    const before = await readFile(resultOf(folder), 'utf8');
    const run = measure(folder, ['--resume']);
    expect((await run.ended()).code).toBe(0);
    expect(run.text()).toContain('tiny: already measured with this plan, code and machine');
    expect(await readFile(resultOf(folder), 'utf8')).toBe(before);
  });

  test('measures from the start when there is nothing to go on with', async () => {
    const folder = await experimentPackageWith({ tiny: experimentSource() });
    const run = measure(folder, ['--resume']);
    expect((await run.ended()).code).toBe(0);
    expect(run.text()).toContain('tiny: nothing to resume, measuring from the start');
  });

  test.each<[string, (folder: string) => Promise<readonly string[]>, RegExp]>([
    [
      'another profile',
      async () => ['--profile', 'full'],
      /- the plan is another: its profile was quick and is full\n/,
    ],
    [
      'another bound, which is other code too',
      async (folder) => {
        await writeFile(
          join(folder, 'experiments/tiny.experiment.ts'),
          experimentSource({ bound: 3 }),
        );
        return ['--profile', 'quick'];
      },
      /- the plan is another: criteria changed \(plan .*\)\n- the code is another: experiment changed \(code /,
    ],
    [
      'other code of the package',
      async (folder) => {
        await writeFile(join(folder, 'src/index.ts'), 'export const changed = 1;');
        return ['--profile', 'quick'];
      },
      /- the code is another: @muster\/fixture changed \(code /,
    ],
    [
      'another machine',
      async (folder) => {
        const text = await readFile(journalOf(folder), 'utf8');
        const machine = sha256('another machine');
        await writeFile(
          journalOf(folder),
          text
            .replace(/"machine":\{"id":"[0-9a-f]{16}"/, `"machine":{"id":"${machine.slice(0, 16)}"`)
            .replace(/"cores":\d+/, '"cores":96'),
        );
        return ['--profile', 'quick'];
      },
      /- the machine is another: cores was 96 and is \d+ \(machine /,
    ],
  ])('is refused with %s, and the run is kept', async (_, change, message) => {
    const folder = await interrupted('SIGKILL');
    const args = await change(folder);
    const before = await readFile(journalOf(folder), 'utf8');
    const run = measure(folder, [...args, '--resume']);
    expect((await run.ended()).code).toBe(2);
    expect(run.text()).toMatch(/^tiny cannot go on where it stopped:$/m);
    expect(run.text()).toMatch(message);
    expect(run.text()).toMatch(
      /Put back what it was measured with, or measure afresh without --resume/,
    );
    expect(await readFile(journalOf(folder), 'utf8')).toBe(before);
  });
});
