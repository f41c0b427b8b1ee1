import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMachine } from '@muster/experiment/machine';
import { RESULT_VERSION } from '@muster/experiment/result-file';
import { describe, expect, test } from 'vitest';
import { readDecision } from '../src/decision-file.ts';
import { decisionSchema } from '../src/decision-schema.ts';
import { muster } from './support/command.ts';
import { MACHINE, publish, rawPath, record, resultPath } from './support/recorded.ts';
import { emptyWorkspace, measuredWorkspace } from './support/workspace.ts';

describe('muster report', () => {
  test('writes both files, leaves nothing else and prints what it wrote', async () => {
    const root = await measuredWorkspace();
    const run = await muster(root, ['report']);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect((await readdir(join(root, 'report'))).toSorted()).toEqual([
      'decision.json',
      'report.md',
    ]);
    expect(readDecision(join(root, 'report/decision.json')).sprints[0]?.verdict).toBe('met');
    expect(run.out).toContain('3.1 Agent pooling: met');
    expect(run.out).toMatch(/\nWritten: report\/decision\.json, report\/report\.md\n$/);
    expect(await readFile(join(root, 'report/report.md'), 'utf8')).toMatch(/^# Optimization/);
  });

  test('works from a folder deep inside the repository, and says where it wrote', async () => {
    const root = await measuredWorkspace();
    const run = await muster(join(root, 'packages/pooling/results'), ['report']);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain('Written: ../../../report/decision.json, ');
    expect(readDecision(join(root, 'report/decision.json')).profile).toBe('standard');
  });

  test('with --json prints the decision and nothing else', async () => {
    const root = await measuredWorkspace({ statement: 'über 2×\u001b[2J \u009b31m' });
    const run = await muster(root, ['report', '--json']);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toBe(await readFile(join(root, 'report/decision.json'), 'utf8'));
    expect(run.out).not.toMatch(/(?!\n)\p{Cc}/u);
    const decision = decisionSchema.parse(JSON.parse(run.out));
    expect(decision.sprints[0]?.criteria[0]?.statement).toBe('über 2×\u001b[2J \u009b31m');
  });

  test('gives the same files when it is run again', async () => {
    const root = await measuredWorkspace();
    const first = await muster(root, ['report']);
    const before = await readFile(join(root, 'report/decision.json'), 'utf8');
    expect(await muster(root, ['report'])).toEqual(first);
    expect(await readFile(join(root, 'report/decision.json'), 'utf8')).toBe(before);
  });

  test('with --gate exits with 1 when the decision is not to proceed', async () => {
    const root = await measuredWorkspace();
    const run = await muster(root, ['report', '--gate']);
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(readDecision(join(root, 'report/decision.json')).phase.decision).toBe('undecided');
  });

  test('prints no escape sequence, whatever the terminal promises', async () => {
    const root = await measuredWorkspace();
    const env = { FORCE_COLOR: '3', TERM: 'xterm-256color' };
    const coloured = await muster(root, ['report'], { env });
    expect(coloured.out).not.toContain('\u001b');
    const plain = await muster(root, ['report'], { env: { NO_COLOR: '1' } });
    expect(plain.out).toBe(coloured.out);
  });
});

describe('what cannot be used ends with exit code 2, one complaint and no report', () => {
  test.each<[string, (root: string) => Promise<unknown>, RegExp]>([
    [
      'nothing measured',
      (root) => rm(resultPath(root)),
      /^muster: nothing has been measured in .* yet\.\nRun: npx -y pnpm@12\.21\.0 validate\n$/,
    ],
    [
      'a damaged result',
      (root) => writeFile(resultPath(root), `{"schemaVersion": ${RESULT_VERSION},`),
      /^muster: .*agent-pool\.result\.json is not JSON\. .*\nRun: .* validate 3\.1 --force\n$/,
    ],
    [
      'another version',
      (root) => writeFile(resultPath(root), '{"schemaVersion": 0}'),
      /^muster: .*: `schemaVersion` must be \d+, got 0\. .*\nRun: .*\n$/,
    ],
    [
      'changed raw trials',
      (root) => writeFile(rawPath(root), 'x\n'),
      /^muster: .*: its SHA-256 must be [0-9a-f]{64}, got [0-9a-f]{64}\. .*\nRun: .*\n$/,
    ],
    [
      'another machine',
      async (root) => publish(root, await record({ machine: MACHINE })),
      /^muster: the result of sprint 3\.1 was measured on another machine \(.*Example CPU there.*\nRun: .* validate 3\.1\n$/,
    ],
  ])('%s', async (_, spoil, complaint) => {
    const root = await measuredWorkspace();
    await spoil(root);
    const run = await muster(root, ['report']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(complaint);
    expect(await readdir(root)).not.toContain('report');
  });

  test('another profile, asked for by flag or by the environment', async () => {
    const root = await measuredWorkspace();
    const run = await muster(root, ['report', '--profile', 'quick']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(
      /with profile standard, and quick is asked for\.\nRun: .* 3\.1 --profile quick\n$/,
    );
    expect(await muster(root, ['report'], { env: { MUSTER_PROFILE: 'quick' } })).toEqual(run);
  });

  test('a result that quotes escape sequences does not get them into the terminal', async () => {
    const root = await emptyWorkspace();
    const machine = { ...MACHINE, cpuModel: '\u001b]0;owned\u0007\u009b2J' };
    await publish(root, await record({ machine }));
    const run = await muster(root, ['report']);
    expect(run.code).toBe(2);
    expect(run.err).toContain('owned');
    expect(run.err).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});

describe('a report that cannot be written leaves the old one', () => {
  test('when a file stands where the folder belongs', async () => {
    const root = await measuredWorkspace();
    await writeFile(join(root, 'report'), 'mine');
    const run = await muster(root, ['report']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^muster: the report in .*\/report cannot be written: EEXIST.*\n$/);
    expect(await readFile(join(root, 'report'), 'utf8')).toBe('mine');
  });

  test('when a folder stands where the page belongs', async () => {
    const root = await measuredWorkspace();
    await mkdir(join(root, 'report/report.md'), { recursive: true });
    await writeFile(join(root, 'report/decision.json'), 'old');
    const run = await muster(root, ['report', '--json']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^muster: the report in .*\/report cannot be written: EISDIR.*\n$/);
    expect(await readFile(join(root, 'report/decision.json'), 'utf8')).toBe('old');
    expect((await readdir(join(root, 'report'))).toSorted()).toEqual([
      'decision.json',
      'report.md',
    ]);
  });

  test('when the system takes only a part of it', async () => {
    const root = await measuredWorkspace();
    expect((await muster(root, ['report'])).code).toBe(0);
    const before = await contentsOf(join(root, 'report'));
    await publish(root, await record({ machine: await readMachine(), coldMs: 12 }));
    // A limit on the size of files acts as a disk that is full in the middle of one.
    const run = await muster(root, ['report'], { before: 'ulimit -f 1' });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^muster: the report in .*\/report cannot be written: EFBIG.*\n$/);
    expect(await contentsOf(join(root, 'report'))).toEqual(before);
  });

  test.each(['report.md', 'decision.json'])('when the disk is full at %s', async (file) => {
    const root = await measuredWorkspace();
    expect((await muster(root, ['report'])).code).toBe(0);
    const before = await contentsOf(join(root, 'report'));
    await publish(root, await record({ machine: await readMachine(), coldMs: 12 }));
    // The shell becomes the command: what is written beside the file goes to a device that is full.
    const full = `ln -s /dev/full report/.${file}.$$.tmp`;
    const run = await muster(root, ['report'], { before: full });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(
      /^muster: the report in .*\/report cannot be written: ENOSPC: no space left on device, write\. The measurements are kept; .*\n$/,
    );
    expect(await contentsOf(join(root, 'report'))).toEqual(before);
    expect((await muster(root, ['report'])).code).toBe(0);
    expect(await contentsOf(join(root, 'report'))).not.toEqual(before);
  });
});

async function contentsOf(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}
