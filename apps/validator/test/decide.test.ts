import { describe, expect, test } from 'vitest';
import { decide } from '../src/decide.ts';
import { decisionText } from '../src/decision-file.ts';
import type { Decision } from '../src/decision-schema.ts';
import { record, type RecordedOptions } from './support/recorded.ts';

async function decided(options: RecordedOptions = {}): Promise<Decision> {
  return decide([await record(options)]);
}

describe('a decision', () => {
  test('is the same text every time, and leaves what it was made from as it was', async () => {
    const recorded = await record();
    const before = structuredClone(recorded);
    const text = decisionText(decide([recorded]));
    expect(decisionText(decide([recorded]))).toBe(text);
    expect(decisionText(await decided())).toBe(text);
    expect(recorded).toEqual(before);
  });

  test('follows from the raw trials, not from the verdict that the result states', async () => {
    const recorded = await record({ coldMs: 12 });
    const { judgement } = recorded.result;
    const criteria = judgement.criteria.map((each) => ({ ...each, verdict: 'met' as const }));
    const boasting = { ...recorded.result, judgement: { ...judgement, criteria } };
    const decision = decide([{ ...recorded, result: boasting }]);
    expect(decision.sprints[0]?.verdict).toBe('not met');
    expect(decision).toEqual(decide([recorded]));
  });

  test.each<[RecordedOptions, object]>([
    [{}, { verdict: 'met', response: { action: 'keep' }, adjustedTarget: null }],
    [{ coldMs: 12 }, { verdict: 'not met', response: { action: 'skip' } }],
    [
      { coldMs: 18 },
      {
        verdict: 'not met',
        response: { action: 'adjust target' },
        adjustedTarget: { low: expect.any(Number), statedAs: expect.stringMatching(/^1\.8/) },
      },
    ],
    [
      { hitRate: 0.5 },
      { verdict: 'not met', response: { action: 'focus on others' }, adjustedTarget: null },
    ],
    [
      { failure: 'no agent' },
      { verdict: 'invalid', response: { action: 'measure again' }, speedup: null },
    ],
  ])('of a sprint with %j has its failure response', async (options, sprint) => {
    expect((await decided(options)).sprints).toMatchObject([sprint]);
  });

  test('never takes the skip threshold from a sprint that only fails beside its speed-up', async () => {
    const [sprint] = (await decided({ hitRate: 0.5 })).sprints;
    expect(sprint?.criteria.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['spawn-time', 'met'],
      ['hit-rate', 'not met'],
    ]);
  });

  test('waits for the sprints that could still change it', async () => {
    const { phase } = await decided();
    expect(phase).toMatchObject({
      decision: 'undecided',
      met: ['3.1'],
      missing: ['3.2', '3.3', '3.4'],
    });
  });

  test('carries the warnings of its results, each once', async () => {
    const [sprint] = (await decided({ profile: 'quick' })).sprints;
    const quick = 'measured with the quick profile, which is no decision of record';
    expect(sprint?.warnings.filter((each) => each === quick)).toHaveLength(1);
  });

  test('says which machine it was, and not the machine’s own id', async () => {
    const { machine } = await decided();
    expect(machine).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/), cores: 2 });
    expect(machine).not.toHaveProperty('machine');
  });
});

describe('the commit of a decision', () => {
  test.each<[RecordedOptions, RecordedOptions, string | null]>([
    [{}, {}, 'c0ffee'],
    [{ dirty: true }, { dirty: true }, 'c0ffee+changes'],
    [{}, { dirty: true }, 'c0ffee, c0ffee+changes'],
    [{ commit: null }, { commit: null }, null],
    [{ commit: null }, {}, 'unknown, c0ffee'],
  ])('of results from %j and %j is %s', async (one, other, commit) => {
    const second = { sprintId: '3.2', experimentId: 'message-batch' };
    const results = [await record(one), await record({ ...second, ...other })] as const;
    expect(decide(results).commit).toBe(commit);
  });
});
