import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RESULT_VERSION } from '@muster/experiment/result-file';
import { describe, expect, test } from 'vitest';
import { muster } from './support/command.ts';
import { publish, rawPath, record, resultPath } from './support/recorded.ts';
import { emptyWorkspace } from './support/workspace.ts';

const FOLDER = 'packages/pooling/results';
const RESULT = `${FOLDER}/agent-pool.result.json`;

async function recorded(options: Parameters<typeof record>[0] = {}): Promise<string> {
  const root = await emptyWorkspace();
  await publish(root, await record(options));
  return root;
}

/** Puts something else for a text that must be there. */
async function replaceIn(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${String(from)} must be in ${path}`);
  await writeFile(path, changed);
}

async function contentsOf(root: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)),
  );
}

describe('what follows from its raw trials is found the same', () => {
  test('each criterion with its reason, a sum, exit code 0, and nothing is written', async () => {
    const root = await recorded();
    const before = await contentsOf(root);
    const run = await muster(root, ['judge', FOLDER]);
    expect(run).toEqual({
      code: 0,
      err: '',
      out:
        `agent-pool  ${RESULT}\n` +
        '  met  spawn-time  3.02x (3.01x to 3.04x)  at least 2x\n' +
        '    because: the interval 3.01x to 3.04x lies wholly above 2x\n' +
        '  met  hit-rate    90 % (90 % to 90 %)     at least 70 %\n' +
        '    because: the interval 90 % to 90 % lies wholly above 70 %\n' +
        '\n2 criteria judged again: all the same.\n',
    });
    expect(await contentsOf(root)).toEqual(before);
  });

  test('a result is judged once, however often it is named', async () => {
    const root = await recorded();
    const run = await muster(root, ['judge', FOLDER, `${FOLDER}/`, `./${RESULT}`]);
    expect(run.out).toContain('\n2 criteria judged again: all the same.\n');
  });

  test('with --json, as data', async () => {
    const root = await recorded();
    const run = await muster(root, ['judge', '--json', RESULT]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({
      schemaVersion: 1,
      results: [
        {
          file: RESULT,
          outcome: 'same',
          experiment: 'agent-pool',
          criteria: [
            { id: 'spawn-time', verdict: 'met' },
            { id: 'hit-rate', verdict: 'met' },
          ],
          differences: [],
          scheduleProblems: [],
        },
      ],
    });
  });

  test('escape sequences in a result do not reach the terminal', async () => {
    const root = await recorded({ failure: '\u001b]0;owned\u0007\u009b2J' });
    for (const flags of [[], ['--json']]) {
      const run = await muster(root, ['judge', ...flags, RESULT]);
      expect(run.out).toContain('owned');
      expect(run.out).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  });
});

describe('what does not follow is told field by field, with exit code 1', () => {
  test.each<[string, string | RegExp, string, RegExp]>([
    [
      'the last digit of an interval',
      /("low": 3\.0\d+)\d/,
      '$1',
      / {2}differs: judgement\.criteria\[0\]\.estimate\.low: recorded (3\.0\d+), derived \1\d\n/,
    ],
    [
      'a verdict',
      '"verdict": "met"',
      '"verdict": "not met"',
      / {2}differs: judgement\.criteria\[0\]\.verdict: recorded "not met", derived "met"\n/,
    ],
    [
      'a run',
      '"hitRate": 0.9',
      '"hitRate": 0.91',
      / {2}differs: runs\.blocks\[0\]\.trials\.pool\.values\.hitRate: recorded 0\.91, derived 0\.9\n/,
    ],
    [
      'a warning that was taken out or put in',
      /"warnings": \[\]\n\}/,
      '"warnings": ["all is well"]\n}',
      / {2}differs: warnings\[0\]: recorded "all is well", derived nothing\n/,
    ],
    [
      'what was claimed, although the verdicts follow from it',
      '"claim": "A leased agent is ready sooner."',
      '"claim": "A leased agent is ready."',
      / {2}differs: the hash of plan and definition: recorded "[0-9a-f]{64}", derived "[0-9a-f]{64}"\n/,
    ],
  ])('%s', async (_, from, to, told) => {
    const root = await recorded();
    await replaceIn(resultPath(root), from, to);
    const run = await muster(root, ['judge', FOLDER]);
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(run.out).toMatch(told);
    expect(run.out).toMatch(
      /\n2 criteria judged again: 1 of 1 result differs from what is recorded\.\n$/,
    );
  });

  test('a bound that was moved, in the definition and in the judgement alike', async () => {
    const root = await recorded({ coldMs: 12 });
    const text = await readFile(resultPath(root), 'utf8');
    const moved = text.replaceAll(/("is": "at least",\n *"value": )2\b/g, '$11');
    expect(moved).not.toBe(text);
    await writeFile(resultPath(root), moved);
    const run = await muster(root, ['judge', FOLDER]);
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(run.out).toContain('  differs: the hash of plan and definition: ');
  });

  test('raw trials that were changed together with their digest', async () => {
    const root = await recorded();
    await replaceIn(rawPath(root), '"hitRate":[0.9]', '"hitRate":[0.2]');
    const digest = createHash('sha256')
      .update(await readFile(rawPath(root)))
      .digest('hex');
    await replaceIn(resultPath(root), /"sha256": "[0-9a-f]{64}"/, `"sha256": "${digest}"`);
    const run = await muster(root, ['judge', '--json', FOLDER]);
    expect(run.code).toBe(1);
    const { results } = JSON.parse(run.out);
    expect(results[0].differences).toContainEqual({
      field: 'runs.blocks[0].trials.pool.values.hitRate',
      recorded: 0.9,
      derived: 0.2,
    });
  });

  test('only so many differences are told, and how many there are beside', async () => {
    const root = await recorded();
    const text = await readFile(resultPath(root), 'utf8');
    const changed = text
      .replaceAll(/"(value|low|high)": 0\.9\b/g, '"$1": 0.8')
      .replaceAll('"hitRate": 0.9', '"hitRate": 0.8')
      .replaceAll(/"readyMs": [13]0/g, '"readyMs": 2');
    await writeFile(resultPath(root), changed);
    const run = await muster(root, ['judge', FOLDER]);
    expect(run.out.match(/ {2}differs: /g)).toHaveLength(20);
    expect(run.out).toMatch(/\n {2}and 6 more, which --json tells\n/);
  });
});

describe('what cannot be judged is told with exit code 2', () => {
  test.each<[string, (root: string) => Promise<unknown>, RegExp]>([
    [
      'one byte of the raw trials changed',
      (root) => replaceIn(rawPath(root), '"readyMs":[10]', '"readyMs":[11]'),
      /agent-pool\.trials\.ndjson is not what .*agent-pool\.result\.json was derived from: its SHA-256 must be [0-9a-f]{64}, got [0-9a-f]{64}\. Measure the experiment again, or restore the file\.\n$/,
    ],
    [
      'no raw trials',
      (root) => rm(rawPath(root)),
      /agent-pool\.trials\.ndjson, the raw data of .*, cannot be read\. Measure the experiment again/,
    ],
    [
      'another version',
      (root) => replaceIn(resultPath(root), /"schemaVersion": \d+/, '"schemaVersion": 99'),
      new RegExp(`\`schemaVersion\` must be ${RESULT_VERSION}, got 99\\. Read it with the version`),
    ],
    [
      'broken JSON',
      (root) => writeFile(resultPath(root), '{"schemaVersion": '),
      /agent-pool\.result\.json is not JSON\. Measure the experiment again/,
    ],
    [
      'a field of another type',
      (root) => replaceIn(resultPath(root), /"trialsMs": \d+/, '"trialsMs": "long"'),
      /is not a result:\n- `durations\.trialsMs`: .*; got "long"\nMeasure/,
    ],
    [
      'a definition that its own raw trials do not fit',
      (root) => replaceIn(resultPath(root), '"id": "hit-rate"', '"id": "cold-time"'),
      /contradicts itself, so that nothing can be derived from it: .*cold-time twice\. Measure/,
    ],
    [
      'no result',
      (root) => rm(dirname(resultPath(root)), { recursive: true }),
      /^muster: packages\/pooling\/results is not there: expected a \*\.result\.json or a folder with some\. Check/,
    ],
    [
      'a folder without a result',
      (root) => rm(resultPath(root)),
      /^muster: there is no \*\.result\.json in packages\/pooling\/results: expected a result or a folder/,
    ],
    [
      'a folder with the name of a result',
      async (root) => {
        await rm(resultPath(root));
        await mkdir(resultPath(root));
      },
      /^muster: packages\/pooling\/results\/agent-pool\.result\.json is a folder: expected a result\. Rename it, or name it to judge what lies in it\.\n$/,
    ],
  ])('%s', async (_, spoil, complaint) => {
    const root = await recorded();
    await spoil(root);
    const run = await muster(root, ['judge', FOLDER]);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^muster: /);
    expect(run.err).toMatch(complaint);
  });

  test('raw trials in the place of a result', async () => {
    const root = await recorded();
    const run = await muster(root, ['judge', `${FOLDER}/agent-pool.trials.ndjson`]);
    expect(run).toEqual({
      code: 2,
      out: '',
      err: `muster: ${FOLDER}/agent-pool.trials.ndjson holds raw trials: expected the *.result.json that was derived from them.\n`,
    });
  });

  test('the others are judged all the same', async () => {
    const root = await recorded();
    const broken = join(root, 'broken');
    await mkdir(broken);
    await writeFile(join(broken, 'x.result.json'), '');
    await replaceIn(resultPath(root), '"verdict": "met"', '"verdict": "invalid"');
    const run = await muster(root, ['judge', 'broken', FOLDER, 'nowhere']);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(
      /^muster: broken\/x\.result\.json is not JSON.*\nmuster: nowhere is not/,
    );
    expect(run.out).toContain('  differs: judgement.criteria[0].verdict: recorded "invalid"');
    expect(run.out).toMatch(
      /\n2 criteria judged again: 1 of 1 result differs from what is recorded; 2 results could not be judged, see above\.\n$/,
    );
  });
});
