import { describe, expect, test } from 'vitest';
import { decide } from '../src/decide.ts';
import { decisionText } from '../src/decision-file.ts';
import type { SprintDecision } from '../src/decision-schema.ts';
import { documentOf } from '../src/document/model.ts';
import { renderText } from '../src/document/terminal.ts';
import { refusalOf } from '../src/refusal.ts';
import { MACHINE, record, type Recorded, type RecordedOptions } from './support/recorded.ts';

const NO_ZYGOTE = { zygote: 'there is no compiler' };

async function sprintOf(options: RecordedOptions): Promise<SprintDecision> {
  const [sprint] = decide([await record({ launchers: {}, ...options })]).sprints;
  if (sprint === undefined) throw new Error('no sprint was decided');
  return sprint;
}

const told = ({ criteria }: SprintDecision): readonly string[] =>
  criteria.map(
    ({ id, launcher, decides, verdict }) =>
      `${id} ${launcher} ${verdict}${decides ? ', decides' : ''}`,
  );

describe('a sprint measured with two launchers', () => {
  test('decides on the first, and tells the other beside it', async () => {
    const sprint = await sprintOf({ coldMs: 15 });
    expect(told(sprint)).toEqual([
      'spawn-time zygote met, decides',
      'spawn-time exec not met',
      'hit-rate zygote met, decides',
    ]);
    expect(sprint).toMatchObject({ verdict: 'met', speedup: { estimate: expect.closeTo(3.0, 1) } });
    expect(sprint.launcher).toEqual({
      decides: 'zygote',
      sentence: expect.stringMatching(
        /^Sprint 3\.1 decides on forked agents: .*; with fresh processes, spawn-time would not be met \(1\.5\dx\)\.$/,
      ),
      candidates: [
        { name: 'zygote', agents: 'forked agents', absent: null },
        { name: 'exec', agents: 'fresh processes', absent: null },
      ],
    });
  });

  test('decides on the second where the first is absent, whose criteria are never met', async () => {
    const sprint = await sprintOf({ launchers: NO_ZYGOTE });
    expect(told(sprint)).toEqual([
      'spawn-time zygote invalid',
      'spawn-time exec met, decides',
      'hit-rate exec met, decides',
    ]);
    expect(sprint.criteria[0]).toMatchObject({
      because: 'not measured here: there is no compiler',
      estimate: null,
    });
    expect(sprint.verdict).toBe('met');
    expect(sprint.launcher?.sentence).toBe(
      'Sprint 3.1 decides on fresh processes, because forked agents cannot be had here (there is no compiler).',
    );
  });

  test('is invalid when the first is there and its trials fail, however good the second is', async () => {
    const sprint = await sprintOf({ forkedFailure: 'agent-7 must be forked and is cold' });
    expect(sprint.verdict).toBe('invalid');
    expect(sprint.launcher?.decides).toBe('zygote');
    expect(sprint.criteria[0]?.because).toContain('agent-7 must be forked and is cold');
  });

  test('is decided by its raw trials, not by what its result says is absent', async () => {
    const recorded = await record({ launchers: {}, forkedMs: 12 });
    const { plan } = recorded.result;
    const claimed = { decides: 'exec', absent: NO_ZYGOTE, ofArms: {} };
    const forged = { ...recorded.result, plan: { ...plan, launchers: claimed } };
    expect(decide([{ ...recorded, result: forged }])).toEqual(decide([recorded]));
    const expected = { machine: MACHINE, profile: 'standard', profileBecause: '' } as const;
    expect(refusalOf({ ...recorded, result: forged }, expected)).toMatch(/plan and definition/);
  });

  test.each<[string, RecordedOptions]>([
    ['both there', {}],
    ['one absent', { launchers: NO_ZYGOTE }],
  ])('is accepted as recorded, with %s', async (_, options) => {
    const recorded: Recorded = await record({ launchers: {}, ...options });
    const expected = { machine: MACHINE, profile: 'standard', profileBecause: '' } as const;
    expect(refusalOf(recorded, expected)).toBeNull();
    expect(decisionText(decide([recorded]))).toContain('"sentence"');
  });
});

test('a sprint measured without launchers has none, and all of its criteria decide', async () => {
  const [sprint] = decide([await record()]).sprints;
  expect(sprint?.launcher).toBeNull();
  expect(sprint?.criteria.map(({ launcher, decides }) => [launcher, decides])).toEqual([
    [null, true],
    [null, true],
  ]);
});

describe('the page', () => {
  const page = async (options: RecordedOptions): Promise<string> =>
    renderText(documentOf(decide([await record({ launchers: {}, ...options })])));

  test('labels each criterion with its launcher and says which decides', async () => {
    const text = await page({ coldMs: 15 });
    expect(text).toMatch(/^ {2}criterion +launcher +measured +bound +verdict$/m);
    expect(text).toMatch(/^ {2}At least 2x +zygote \(decides\) +3\.0\dx .* +at least 2x +met$/m);
    expect(text).toMatch(/^ {2}At least 2x +exec +1\.5\dx .* +at least 2x +not met$/m);
    expect(text).toMatch(/^- spawn-time \(exec\): The interval /m);
    expect(text).toContain('\n\nSprint 3.1 decides on forked agents: they can be had here');
  });

  test('says that an absent launcher was not measured here, and why', async () => {
    const text = await page({ launchers: NO_ZYGOTE });
    expect(text).toMatch(
      /^ {2}At least 2x +zygote +not measured +at least 2x +not measured here$/m,
    );
    expect(text).toContain('- spawn-time (zygote): Not measured here: there is no compiler.');
  });
});
