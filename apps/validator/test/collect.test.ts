import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fingerprintOf } from '@muster/experiment/machine';
import { describe, expect, test } from 'vitest';
import { collect } from '../src/collect.ts';
import { UnusableResultError } from '../src/errors.ts';
import type { RecordedSprint } from '../src/recorded-sprint.ts';
import type { Sprint } from '../src/sprints.ts';
import {
  digest,
  firstSprint,
  MACHINE,
  publish,
  rawPath,
  record,
  resultPath,
} from './support/recorded.ts';
import { temporaryFolder } from './support/temporary.ts';

const pooling = firstSprint();
const batching: Sprint = {
  id: '3.2',
  optimization: 'Message batching',
  package: 'batching',
  experiment: 'message-batch',
};
const FORCE = 'Run: npx -y pnpm@12.21.0 validate 3.1 --force';

type Mend = (text: string) => string;

function collected(
  root: string,
  more: Partial<Parameters<typeof collect>[0]> = {},
): Promise<readonly RecordedSprint[]> {
  return collect({ root, sprints: [pooling], machine: MACHINE, profile: undefined, ...more });
}

async function edit(path: string, change: Mend): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')));
}

/** Edits the raw trials and has the result name the digest of what came out. */
async function forge(root: string, change: Mend): Promise<void> {
  const before = digest(await readFile(rawPath(root), 'utf8'));
  await edit(rawPath(root), change);
  const after = digest(await readFile(rawPath(root), 'utf8'));
  await edit(resultPath(root), (text) => text.replace(before, after));
}

async function refused(found: Promise<unknown>): Promise<string> {
  const error: unknown = await found.then(
    () => new Error('it was taken'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UnusableResultError);
  return error instanceof Error ? error.message : '';
}

describe('results are taken', () => {
  test('when they are this machine’s, and come back with their raw trials', async () => {
    const root = await temporaryFolder();
    const { sprint, result, raw } = await record();
    await publish(root, await record());
    const found = await collected(root);
    expect(found).toEqual([{ sprint, result, raw: { ...raw, completeBytes: expect.any(Number) } }]);
  });

  test('and a sprint without one is left out', async () => {
    const root = await temporaryFolder();
    expect(await collected(root)).toEqual([]);
    await publish(root, await record());
    expect(await collected(root, { sprints: [batching, pooling] })).toHaveLength(1);
  });
});

describe('a result is refused', () => {
  test.each<[string, Mend, RegExp]>([
    ['is no JSON', (text) => text.slice(0, 100), /agent-pool\.result\.json is not JSON\./],
    ['is empty', () => '', /agent-pool\.result\.json is not JSON\./],
    [
      'has a version of another Muster',
      (text) => text.replace(/"schemaVersion": \d+/, '"schemaVersion": 7'),
      /`schemaVersion` must be \d+, got 7\./,
    ],
    [
      'has a field of another type',
      (text) => text.replace('"profile": "standard"', '"profile": 5'),
      /- `profile`: .*; got 5\n/,
    ],
  ])('when it %s', async (_, change, message) => {
    const root = await temporaryFolder();
    await publish(root, await record());
    await edit(resultPath(root), change);
    const text = await refused(collected(root));
    expect(text).toMatch(message);
    expect(text).toContain(resultPath(root));
    expect(text.endsWith(FORCE)).toBe(true);
  });

  test.each<[string, Mend, RegExp]>([
    ['changed since', (text) => text.replace('30.1', '99.9'), /its SHA-256 must be .*, got /],
    ['torn', (text) => text.slice(0, -20), /its SHA-256 must be .*, got /],
  ])('when its raw trials were %s', async (_, change, message) => {
    const root = await temporaryFolder();
    await publish(root, await record());
    await edit(rawPath(root), change);
    const text = await refused(collected(root));
    expect(text).toMatch(message);
    expect(text.endsWith(FORCE)).toBe(true);
  });

  test('when its raw trials are missing', async () => {
    const root = await temporaryFolder();
    await publish(root, await record());
    await rm(rawPath(root));
    expect(await refused(collected(root))).toMatch(
      /the raw data of .* cannot be read\.[^]*--force$/,
    );
  });

  test('when its raw trials have their digest and are still no trials', async () => {
    const root = await temporaryFolder();
    await publish(root, await record());
    await forge(root, (text) => text.replace(/"schemaVersion":\d+/, '"schemaVersion":7'));
    expect(await refused(collected(root))).toMatch(/line 1 of .*schema version is 7[^]*--force$/);
  });

  test.each<[string, Mend, RegExp]>([
    [
      'a bound',
      (text) => text.replace('"value": 2', '"value": 1.1'),
      /`plan and definition` must be [0-9a-f]{64}, got /,
    ],
    [
      'a target',
      (text) => text.replace('"skipBelow": 1.5', '"skipBelow": 1.2'),
      /`plan and definition` must be /,
    ],
    [
      'the confidence',
      (text) => text.replace(/"confidence": 0\.95/, '"confidence": 0.6'),
      /`plan and definition` must be /,
    ],
    [
      'a metric’s name',
      (text) => text.replaceAll('"readyMs"', '"readyUs"'),
      /`plan and definition` must be /,
    ],
    [
      'the fingerprint',
      (text) => text.replace(MACHINE.id, '0123456789abcdef'),
      /`machine\.id` must be [0-9a-f]{16}, got 0123456789abcdef/,
    ],
    [
      'the profile',
      (text) => text.replace('"profile": "standard"', '"profile": "full"'),
      /`profile` must be standard, got full/,
    ],
  ])('when %s was changed in it after the measurement', async (_, change, message) => {
    const root = await temporaryFolder();
    await publish(root, await record());
    await edit(resultPath(root), change);
    const text = await refused(collected(root));
    expect(text).toMatch(/^the result of sprint 3\.1 does not fit together: /);
    expect(text).toMatch(message);
  });

  test.each<[string, Mend, string]>([
    [
      'another plan than it was derived with',
      (text) => text.replace('"abortGraceMs":5000', '"abortGraceMs":5001'),
      '`plan.abortGraceMs` must be 5001, got 5000',
    ],
    [
      'a trial less than were run',
      (text) => text.replace(/\{"kind":"trial","index":3,.*\n/, ''),
      'the journal does not keep to its schedule: trial 3 is missing: ',
    ],
  ])('when its journal has %s', async (_, change, message) => {
    const root = await temporaryFolder();
    await publish(root, await record());
    await forge(root, change);
    const text = await refused(collected(root));
    expect(text).toContain(`the result of sprint 3.1 does not fit together: ${message}`);
    expect(text.endsWith(FORCE)).toBe(true);
  });

  test.each([
    [{ experimentId: 'another' }, '`definition.id` must be agent-pool, got another.'],
    [{ sprintId: '3.4' }, '`definition.sprint.id` must be 3.1, got 3.4.'],
  ])('when it is another experiment’s: %j', async (options, message) => {
    const root = await temporaryFolder();
    await publish(root, await record(options));
    expect(await refused(collected(root))).toContain(message);
  });

  test('when it was measured on another machine, naming what differs and the command', async () => {
    const root = await temporaryFolder();
    const there = fingerprintOf({ ...MACHINE, cores: 64, node: 'v22.18.0' });
    await publish(root, await record({ machine: there, profile: 'quick' }));
    expect(await refused(collected(root))).toBe(
      'the result of sprint 3.1 was measured on another machine (cores 64 there, 2 here; ' +
        'node v22.18.0 there, v26.10.0 here); the fingerprint must be ' +
        `${MACHINE.id}, got ${there.id}.\nRun: npx -y pnpm@12.21.0 validate 3.1 --profile quick`,
    );
  });

  test('when the other machine is of the same kind', async () => {
    const root = await temporaryFolder();
    const twin = fingerprintOf({ ...MACHINE, machine: digest('its twin') });
    await publish(root, await record({ machine: twin }));
    expect(await refused(collected(root))).toContain('(of the same kind, under another id)');
  });

  test('when another profile is asked for', async () => {
    const root = await temporaryFolder();
    await publish(root, await record());
    expect(await refused(collected(root, { profile: 'full' }))).toBe(
      'the result of sprint 3.1 was measured with profile standard, and full is asked for.\n' +
        'Run: npx -y pnpm@12.21.0 validate 3.1 --profile full',
    );
  });

  test('when another sprint has another profile', async () => {
    const root = await temporaryFolder();
    await publish(root, await record());
    const quick = { sprint: batching, sprintId: '3.2', experimentId: 'message-batch' };
    await publish(root, await record({ ...quick, profile: 'quick' }));
    expect(await refused(collected(root, { sprints: [pooling, batching] }))).toBe(
      'the result of sprint 3.2 was measured with profile quick, and sprint 3.1 with standard.\n' +
        'Run: npx -y pnpm@12.21.0 validate 3.2 --profile standard',
    );
  });
});

test('a folder where the result belongs is an error of the system, not a missing result', async () => {
  const root = await temporaryFolder();
  await mkdir(resultPath(root), { recursive: true });
  await expect(collected(root)).rejects.toThrow(/EISDIR/);
});
