import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExperimentJudgement } from '@muster/analysis';
import { describe, expect, test } from 'vitest';
import { deriveResult } from '../src/result/derive-result.ts';
import { sha256 } from '../src/files/digest.ts';
import { ResultFileError } from '../src/errors.ts';
import { createJournal } from '../src/journal/journal.ts';
import { pathsOf } from '../src/command/package-files.ts';
import { jsonSchemas } from '../src/result/json-schemas.ts';
import { planOf } from '../src/plan/plan.ts';
import { readRawTrials, readResult, resultIfSame, writeResult } from '../src/result/result-file.ts';
import type { ExperimentResult } from '../src/result/result-schema.ts';
import { runScripted } from '../src/trial/scripted-executor.ts';
import { example } from './support/example.ts';
import { header } from './support/journal-lines.ts';
import { temporaryFolder } from './support/temporary.ts';

const plan = planOf(example, 'quick');
const trials = await runScripted(example, 'quick', ({ arm, block }) => ({
  observes: arm === 'cold' ? { readyMs: 30 + block } : { readyMs: 10, hitRate: 0.9 },
}));
const journal = { header: header({ plan }), trials, resumed: [], completeBytes: 0, tornBytes: 0 };
const result = deriveResult(example, journal, {
  file: 'agent-pool.trials.ndjson',
  sha256: sha256(''),
});

async function written(more: object = {}): Promise<string> {
  const path = join(await temporaryFolder(), 'agent-pool.result.json');
  await writeFile(path, JSON.stringify({ ...result, ...more }));
  return path;
}

describe('a result file', () => {
  test('reads as it was written', async () => {
    const path = join(await temporaryFolder(), 'results/agent-pool.result.json');
    await writeResult(path, result);
    expect(await readResult(path)).toEqual(result);
  });

  test('is never written with a number JSON would change', async () => {
    const path = join(await temporaryFolder(), 'agent-pool.result.json');
    const broken = { ...result, durations: { ...result.durations, trialsMs: Number.NaN } };
    await expect(writeResult(path, broken)).rejects.toThrow(
      '`durations.trialsMs` must be plain JSON data, got NaN',
    );
    await expect(access(path)).rejects.toThrow(/ENOENT/);
  });

  test.each<[string, object, RegExp]>([
    [
      'a wrong type',
      { warnings: 'none' },
      /- `warnings`: .*expected array.*; got "none"\nMeasure the experiment again/,
    ],
    ['a field too many', { extra: 1 }, /- the whole: Unrecognized key: "extra"; got/],
    ['a field deep down', { raw: { ...result.raw, sha256: 'x' } }, /- `raw.sha256`: .*; got "x"/],
    [
      'a path out of its folder',
      { raw: { ...result.raw, file: '../x' } },
      /- `raw.file`: .*; got "..\/x"/,
    ],
    ['several problems', { warnings: 1, runs: 2 }, /- `runs`: .*\n- `warnings`: /],
    [
      'another version',
      { schemaVersion: 2 },
      /`schemaVersion` must be 4, got 2\. Read it with the version of Muster/,
    ],
  ])('with %s is refused, naming file and field', async (_, change, message) => {
    const path = await written(change);
    await expect(readResult(path)).rejects.toThrow(ResultFileError);
    await expect(readResult(path)).rejects.toThrow(message);
    await expect(readResult(path)).rejects.toThrow(path);
  });

  test('that is missing or no JSON is refused', async () => {
    const path = await written();
    await writeFile(path, '{');
    await expect(readResult(path)).rejects.toThrow(/is not JSON/);
    await expect(readResult(`${path}.not`)).rejects.toThrow(
      /is not there\. Measure the experiment first/,
    );
  });
});

describe('raw trials', () => {
  async function published(): Promise<{ path: string; rawPath: string; own: ExperimentResult }> {
    const folder = await temporaryFolder();
    const rawPath = join(folder, 'agent-pool.trials.ndjson');
    const file = await createJournal(rawPath, journal.header);
    for (const trial of trials) await file.append(trial);
    await file.close();
    const raw = { file: 'agent-pool.trials.ndjson', sha256: sha256(await readFile(rawPath)) };
    return { path: join(folder, 'r.json'), rawPath, own: deriveResult(example, journal, raw) };
  }

  test('give the same judgement when they are judged again', async () => {
    const { path, own } = await published();
    const again = await readRawTrials(path, own);
    const judgement: ExperimentJudgement = own.judgement;
    expect(deriveResult(example, again, own.raw).judgement).toEqual(judgement);
  });

  test('that are not what the result was derived from are refused', async () => {
    const { path, rawPath, own } = await published();
    await writeFile(rawPath, (await readFile(rawPath, 'utf8')).replace('30', '31'));
    await expect(readRawTrials(path, own)).rejects.toThrow(
      /is not what .* was derived from: its SHA-256/,
    );
  });
});

test.each(Object.entries(jsonSchemas()))('schema/%s is up to date', async (name, schema) => {
  const path = new URL(`../schema/${name}`, import.meta.url);
  expect(JSON.parse(await readFile(path, 'utf8')), 'run `pnpm schema`').toEqual(
    JSON.parse(JSON.stringify(schema)),
  );
});

describe('a published result is taken for what would be measured', () => {
  const published = async (
    look: Partial<ExperimentJudgement['look']>,
  ): Promise<ExperimentResult | null> => {
    const paths = pathsOf(
      await temporaryFolder({ 'results/agent-pool.trials.ndjson': '' }),
      example.id,
    );
    const text = `${[journal.header, ...trials].map((line) => JSON.stringify(line)).join('\n')}\n`;
    await writeFile(paths.trials, text);
    const { judgement } = result;
    await writeResult(paths.result, {
      ...result,
      raw: { ...result.raw, sha256: sha256(text) },
      judgement: { ...judgement, look: { ...judgement.look, ...look } },
    });
    return resultIfSame(paths, () => []);
  };

  test('when it was judged at its last look, or stopped for a reason', async () => {
    expect(await published({})).not.toBeNull();
    const stop = { why: 'settled', because: 'all is known' } as const;
    expect(await published({ number: 1, of: 2, stop })).not.toBeNull();
  });

  test('never when it came to no look', async () => {
    expect(await published({ number: 0 })).toBeNull();
    expect(await published({ number: 1, of: 2 })).toBeNull();
  });
});
