import { describe, expect, test } from 'vitest';
import {
  decidingLauncher,
  launcherSentence,
  type AbsentLaunchers,
} from '../src/decision/launcher.ts';
import { judgeSprint, type SprintJudgement } from '../src/decision/sprint.ts';
import type { CriterionJudgement } from '../src/judgement.ts';
import type { Verdict } from '../src/verdict.ts';
import { improvementOf, judgementOf, targets } from './support.ts';

const forked = { name: 'zygote', agents: 'agents forked from a zygote' };
const fresh = { name: 'exec', agents: 'fresh processes' };
const candidates = [forked, fresh];
const noCompiler = { zygote: 'no zygote here: there is no\n  native build.' };

/** The improvement and the memory of a pool, as judged with one launcher. */
function judged(
  launcher: string,
  speed: Verdict,
  memory: Verdict,
  megabytes: number | null = null,
): readonly CriterionJudgement[] {
  const estimate =
    megabytes === null
      ? null
      : { ...improvementOf('met', [1, 2]).estimate!, value: megabytes, low: 1, high: null };
  return [
    { ...improvementOf(speed, speed === 'invalid' ? null : [4, 6]), launcher },
    { ...judgementOf('memory', memory), launcher, unit: 'MB', estimate },
  ];
}

describe('the launcher that decides', () => {
  test.each<[string, AbsentLaunchers, string]>([
    ['the first', {}, 'zygote'],
    ['the first, when only a later one is absent', { exec: 'no processes' }, 'zygote'],
    ['the next, when the first cannot be had', noCompiler, 'exec'],
  ])('is %s', (_, absent, name) => {
    expect(decidingLauncher(candidates, absent).name).toBe(name);
  });

  test.each([
    ['none is listed', [], {}, /`candidates` must have a launcher that can be had, got none/],
    ['all are absent', [forked], noCompiler, /can be had, got zygote$/],
  ])('cannot be named when %s', (_, listed, absent, message) => {
    expect(() => decidingLauncher(listed, absent)).toThrow(TypeError);
    expect(() => decidingLauncher(listed, absent)).toThrow(message);
  });
});

describe('a sprint measured with two launchers', () => {
  const judgeWith = (
    launcher: string | undefined,
    criteria: readonly CriterionJudgement[],
  ): SprintJudgement =>
    judgeSprint({
      id: '3.1',
      optimization: 'Agent pooling',
      improvement: 'speed',
      targets,
      criteria,
      launcher,
    });
  const both = [...judged('zygote', 'met', 'met'), ...judged('exec', 'met', 'not met')];

  test.each<[string, Verdict]>([
    ['zygote', 'met'],
    ['exec', 'not met'],
  ])('is judged by the verdicts of %s alone', (launcher, verdict) => {
    const sprint = judgeWith(launcher, both);
    expect(sprint.verdict).toBe(verdict);
    expect(sprint.criteria.map((each) => each.launcher)).toEqual([launcher, launcher]);
  });

  test('counts a criterion that is about no launcher in particular', () => {
    const hits = judgementOf('hit-rate', 'not met');
    expect(judgeWith('zygote', [...both, hits]).verdict).toBe('not met');
  });

  test('is invalid when the deciding one has no valid runs, however well the other did', () => {
    const broken = [...judged('zygote', 'invalid', 'met'), ...judged('exec', 'met', 'met')];
    expect(judgeWith('zygote', broken).verdict).toBe('invalid');
  });

  test('is not judged before it is said which decides', () => {
    expect(() => judgeWith(undefined, both)).toThrow(
      /`criteria` must count once each, got speed twice: name the `launcher` that decides/,
    );
  });
});

describe('the sentence on the launcher', () => {
  const sentence = (
    absent: AbsentLaunchers,
    criteria: readonly CriterionJudgement[] = [],
  ): string => launcherSentence({ subject: 'Sprint 3.1', candidates, absent, criteria });

  test('says what the other one would change, with its numbers', () => {
    const criteria = [
      ...judged('zygote', 'met', 'met', 31),
      ...judged('exec', 'met', 'not met', 229),
    ];
    expect(sentence({}, criteria)).toBe(
      'Sprint 3.1 decides on agents forked from a zygote: they can be had here, and Phase 3 would start its agents this way; ' +
        'with fresh processes, memory would not be met (229 MB).',
    );
  });

  test('says it when nothing would change', () => {
    const criteria = [...judged('zygote', 'met', 'met'), ...judged('exec', 'met', 'met')];
    expect(sentence({}, criteria)).toMatch(
      /; with fresh processes, no verdict would be another\.$/,
    );
  });

  test('says of invalid runs that they are, without a number', () => {
    const criteria = [...judged('zygote', 'met', 'met'), ...judged('exec', 'met', 'invalid')];
    expect(sentence({}, criteria)).toMatch(/, memory would be invalid\.$/);
  });

  test('gives the reason why the first could not be had, and stays one sentence', () => {
    expect(sentence(noCompiler, judged('exec', 'met', 'not met'))).toBe(
      'Sprint 3.1 decides on fresh processes, because agents forked from a zygote cannot be had here ' +
        '(no zygote here: there is no native build).',
    );
  });

  test('gives the reason why a later one could not be had', () => {
    expect(sentence({ exec: 'no processes' })).toMatch(
      /; fresh processes cannot be had here \(no processes\)\.$/,
    );
  });
});
