import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createSchedule } from '@muster/experiment';
import { expect, test } from 'vitest';
import { muster } from './support/command.ts';
import { publish, rawPath, record, type Recorded, resultPath } from './support/recorded.ts';
import { emptyWorkspace } from './support/workspace.ts';

const FOLDER = 'packages/pooling/results';

type Trials = Recorded['raw']['trials'];

/** A workspace whose raw trials were changed, and their digest in the result with them. */
async function spoiled(change: (trials: Trials, recorded: Recorded) => Trials): Promise<string> {
  const root = await emptyWorkspace();
  const recorded = await record();
  await publish(root, recorded);
  const { header, trials } = recorded.raw;
  const lines = [header, ...change(trials, recorded)].map((line) => `${JSON.stringify(line)}\n`);
  await writeFile(rawPath(root), lines.join(''));
  const sha256 = createHash('sha256').update(lines.join('')).digest('hex');
  const text = await readFile(resultPath(root), 'utf8');
  await writeFile(
    resultPath(root),
    text.replace(/"sha256": "[0-9a-f]{64}"/, `"sha256": "${sha256}"`),
  );
  return root;
}

test('blocks replaced by copies of others, in the place of spare ones, differ for judge, exit code 1, and are refused by report', async () => {
  const root = await spoiled((trials, { raw }) => {
    const spare = createSchedule(raw.header.plan).filter(({ block }) => block === 6);
    const copies = spare.flatMap((slot) =>
      trials
        .filter(({ arm, block }) => block === 0 && arm === slot.arm)
        .map((copied) => ({ ...copied, ...slot })),
    );
    expect(copies).toHaveLength(2);
    return [...trials.filter(({ block }) => block !== 1), ...copies];
  });
  const run = await muster(root, ['judge', FOLDER]);
  expect(run).toMatchObject({ code: 1, err: '' });
  const told = '\n  the journal does not keep to its schedule: ';
  expect(run.out).toContain(`${told}nothing is there of block 1, although block 6 was begun\n`);
  expect(run.out).toContain(`${told}1 spare block for 0 dropped blocks\n`);

  const reported = await muster(root, ['report']);
  expect(reported).toMatchObject({ code: 2, out: '' });
  expect(reported.err).toMatch(
    /does not fit together: the journal does not keep to its schedule: nothing is there of block 1,.*\.\nRun: .* --force\n$/,
  );
});

test('trials in another order than the plan has them differ, also with --json', async () => {
  const root = await spoiled((trials) =>
    trials.map((trial) => (trial.block === 2 ? { ...trial, position: 1 - trial.position } : trial)),
  );
  const run = await muster(root, ['judge', '--json', FOLDER]);
  expect(run).toMatchObject({ code: 1, err: '' });
  expect(JSON.parse(run.out).results[0]).toMatchObject({
    outcome: 'differs',
    scheduleProblems: [
      expect.stringMatching(/^trial 4 must be /),
      expect.stringMatching(/^trial 5 must be /),
    ],
  });
});
