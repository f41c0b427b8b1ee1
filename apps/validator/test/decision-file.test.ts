import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decide } from '../src/decide.ts';
import { decisionText, readDecision } from '../src/decision-file.ts';
import { jsonSchemas } from '../src/json-schemas.ts';
import { record } from './support/recorded.ts';
import { temporaryFolder } from './support/temporary.ts';

async function written(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'decision.json');
  await writeFile(path, text);
  return path;
}

describe('decision.json', () => {
  test('reads as it was written, hostile characters included', async () => {
    const decision = decide([
      await record({ claim: '\u001b[2J \u009b \u202e \u{e0041} "\\u001b"' }),
    ]);
    const text = decisionText(decision);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(readDecision(await written(text))).toEqual(decision);
  });

  test.each<[string, (text: string) => string, RegExp]>([
    ['no JSON', () => '{', /decision\.json is not JSON; write it again with: muster report/],
    [
      'of another version',
      (text) => text.replace('"schemaVersion": 2', '"schemaVersion": 3'),
      /decision\.json is no decision of this version:\n- `schemaVersion`: /,
    ],
    [
      'damaged deep down',
      (text) => text.replace('"verdict": "met"', '"verdict": "fine"'),
      /- `sprints\.0\.verdict`: /,
    ],
  ])('that is %s is refused, naming file and field', async (_, change, message) => {
    const path = await written(change(decisionText(decide([await record()]))));
    expect(() => readDecision(path)).toThrow(message);
  });

  test('with an unknown field is never written', async () => {
    const extra = Object.assign(decide([await record()]), { mood: 'good' });
    expect(() => decisionText(extra)).toThrow(/mood/);
  });
});

test.each(Object.entries(jsonSchemas()))('schema/%s is up to date', async (name, schema) => {
  const path = new URL(`../schema/${name}`, import.meta.url);
  expect(JSON.parse(await readFile(path, 'utf8')), 'run `node write-schemas.ts`').toEqual(
    JSON.parse(JSON.stringify(schema)),
  );
});
