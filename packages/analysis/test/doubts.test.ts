import { describe, expect, test } from 'vitest';
import { atLeast, atMost, type Criterion } from '../src/criterion.ts';
import { judgeCriterion } from '../src/judge.ts';
import type { Quantity } from '../src/quantity.ts';
import { runsOf, seeded } from './support.ts';

const METRICS = {
  ms: { unit: 'ms' },
  share: { unit: 'ratio' },
  ok: { unit: 'count' },
  tried: { unit: 'count' },
};
const PLAN = { confidence: 0.95 };

function judged(
  quantity: Quantity,
  bound: Criterion['bound'],
  runs: ReturnType<typeof runsOf>,
  independent?: string,
) {
  const criterion: Criterion = {
    id: 'claim',
    statement: 'claim',
    because: 'for the test',
    quantity,
    bound,
    ...(independent === undefined ? {} : { independent }),
  };
  return judgeCriterion(criterion, METRICS, runs, PLAN);
}

const LEVEL: Quantity = { kind: 'level', metric: 'ms', arm: 'a' };
const drawn = (bound: Criterion['bound'], runs: ReturnType<typeof runsOf>) =>
  judged(LEVEL, bound, runs, 'for the test');
const levels = (values: readonly number[]) => runsOf({ a: { ms: values } });

describe('values that follow one another', () => {
  const rising = [10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 10.7, 10.8, 10.9, 11];
  const mixed = [10.4, 10.9, 10.1, 10.7, 10.2, 11, 10.5, 10.3, 10.8, 10.6];

  test('take the verdict from a claim they hardly bear', () => {
    expect(drawn(atMost(11), levels(mixed)).verdict).toBe('met');

    const { verdict, because, estimate, warnings } = drawn(atMost(11), levels(rising));

    expect(verdict).toBe('inconclusive');
    expect(because).toMatch(/contains 11 ms/);
    expect(estimate!.high).toBeGreaterThan(11);
    expect(estimate!.method).toMatch(/, widened$/);
    expect(warnings.join()).toMatch(/values rise from block to block/);
  });

  test('leave it to one that is clear in any case, told beside it and widened for', () => {
    const { verdict, estimate, warnings } = judged(LEVEL, atMost(20), levels(rising));

    expect(verdict).toBe('met');
    expect(estimate!.high).toBeGreaterThan(11);
    expect(warnings.join()).toMatch(/values rise from block to block/);
  });
});

describe('values of which neighbours are somewhat alike', () => {
  const alike = [10.5, 10.1, 10.4, 10.3, 10.2, 10.8, 11, 10.9, 10.7, 10.6];

  test('take the verdict from a claim they hardly bear, and say so where it is given', () => {
    const { verdict, because, estimate, warnings } = drawn(atMost(11), levels(alike));

    expect(verdict).toBe('inconclusive');
    expect(because).toMatch(
      /lies wholly below 11 ms, but neighbouring .*; where that is allowed for, the interval .* contains 11 ms/,
    );
    expect(estimate!.high).toBeGreaterThan(11);
    expect(warnings).toEqual([]);
  });
});

describe('few blocks', () => {
  const mixed = [10.4, 10.9, 10.1, 10.7, 10.2, 11, 10.5, 10.3, 10.8, 10.6];
  const more = [...mixed, ...mixed.toReversed()];

  test('bear no verdict that would not hold if they depended on each other, and say so', () => {
    const { verdict, because, estimate, warnings } = judged(LEVEL, atMost(11), levels(mixed));

    expect(verdict).toBe('inconclusive');
    expect(because).toMatch(
      /below 11 ms, but 10 blocks cannot show whether they depend on each other; where that is allowed for, the interval .* contains 11 ms/,
    );
    expect(estimate!.high).toBeGreaterThan(11);
    expect(warnings).toEqual([]);
  });

  test('bear one that would, with an interval that is as narrow as ever', () => {
    const { verdict, estimate } = judged(LEVEL, atMost(20), levels(mixed));

    expect(verdict).toBe('met');
    expect(estimate!.high).toBeLessThan(11);
  });

  test('are fewer than twenty', () => {
    expect(judged(LEVEL, atMost(11), levels(more.slice(1))).verdict).toBe('inconclusive');
    expect(judged(LEVEL, atMost(11), levels(more)).verdict).toBe('met');
  });
});

describe('runs with a long tail', () => {
  const random = seeded(7);
  const skewed = Array.from({ length: 30 }, () => 10 - 2 * Math.log(random()));

  test('take the verdict from a claim that only the tail bears', () => {
    const centre = judged(LEVEL, atLeast(0), levels(skewed)).estimate!;
    const between = atLeast(centre.low! - 0.01);

    expect(judged(LEVEL, between, levels(skewed))).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringMatching(/but the interval of the median, .*: asymmetric$/),
    });
  });

  test('leave it to one that half of the runs would bear alone', () => {
    expect(judged(LEVEL, atLeast(5), levels(skewed)).verdict).toBe('met');
    expect(judged(LEVEL, atMost(5), levels(skewed)).verdict).toBe('not met');
  });
});

describe('a share of attempts', () => {
  const DEPENDENCE: unknown = expect.stringContaining('takes every attempt as independent');
  const SHARE: Quantity = { kind: 'proportion', successes: 'ok', attempts: 'tried', arm: 'a' };
  const tried = Array<number>(10).fill(70);
  const runs = (ok: readonly number[]) => runsOf({ a: { ok, tried } });

  test('that is alike in all runs is judged by their total', () => {
    expect(
      judged(SHARE, atLeast(0.7), runs([52, 53, 51, 54, 52, 53, 52, 51, 54, 53])),
    ).toMatchObject({ verdict: 'met', warnings: [DEPENDENCE] });
  });

  test('that differs from run to run more than chance makes it is not', () => {
    const uneven = judged(SHARE, atLeast(0.7), runs([70, 36, 70, 38, 69, 35, 70, 37, 70, 30]));
    expect(uneven).toMatchObject({
      verdict: 'inconclusive',
      warnings: [
        DEPENDENCE,
        expect.stringContaining('differs more between runs than independent attempts'),
      ],
    });
  });

  test('of nothing or of everything leaves no room to differ', () => {
    expect(judged(SHARE, atLeast(0.7), runs(tried)).verdict).toBe('met');
    expect(judged(SHARE, atLeast(0.7), runs(Array<number>(10).fill(0))).verdict).toBe('not met');
  });
});

describe('the lowest of several arms', () => {
  test('is asked of the medians too, as an arm with a long tail alone would be', () => {
    const random = seeded(7);
    const tailed = Array.from({ length: 30 }, () => 10 - 2 * Math.log(random()));
    const far = tailed.map((value, at) => value + 100 + (at % 3));
    const runs = runsOf({ a: { ms: tailed }, b: { ms: far } });
    const lowest: Quantity = { kind: 'lowest', metric: 'ms', arms: ['a', 'b'] };
    const centre = judged({ ...lowest, arms: ['a'] }, atLeast(0), runs).estimate!;

    expect(judged(lowest, atLeast(centre.low! - 0.01), runs)).toMatchObject({
      verdict: 'inconclusive',
      because: expect.stringMatching(/but the interval of the median, .*: asymmetric$/),
    });
  });
});

describe('a single value that some runs do not share', () => {
  test.each([
    [10, 1],
    [20, 3],
    [30, 5],
  ])('of %i runs, %i others, decides nothing that hangs on them', (n, others) => {
    const values = Array.from({ length: n }, (_, at) =>
      at % 7 === 3 && at < 7 * others ? 500 : 0,
    );

    expect(judged(LEVEL, atMost(0), levels(values))).toMatchObject({
      verdict: 'inconclusive',
      estimate: { low: 0, high: 500 },
      warnings: [expect.stringContaining('differ from all the rest')],
    });
    expect(judged(LEVEL, atMost(501), levels(values)).verdict).toBe('met');
  });

  test('is no doubt where all share it', () => {
    expect(judged(LEVEL, atMost(0), levels(Array<number>(10).fill(0))).verdict).toBe('met');
  });
});

describe('what is widened', () => {
  const RATE: Quantity = { kind: 'level', metric: 'share', arm: 'a' };
  const shares = (values: readonly number[]) => runsOf({ a: { share: values } });
  const near = [0.91, 0.95, 0.89, 0.97, 0.9, 0.96, 0.92, 0.94, 0.88, 0.98];

  test('of a share stays from 0 to 100 %, in words and in numbers', () => {
    const { estimate, because } = judged(RATE, atLeast(0.85), shares(near));

    expect(estimate!.high).toBe(1);
    expect(because).not.toMatch(/1(0[1-9]|[1-9]\d)( to \d+)? %/);
  });

  test('of an amount does not come below 0', () => {
    const wild = [1, 9, 2, 8, 3, 7, 1.5, 8.5, 2.5, 7.5];
    expect(judged(LEVEL, atLeast(1), levels(wild)).estimate!.low).toBe(0);
  });

  test('of a level that may lie below 0, as its bound does, may', () => {
    const wild = [1, 9, 2, 8, 3, 7, 1.5, 8.5, 2.5, 7.5];
    expect(judged(LEVEL, atLeast(-2), levels(wild))).toMatchObject({
      verdict: 'inconclusive',
      estimate: { low: expect.toSatisfy((low: number) => low < 0) },
    });
  });

  test('of a cost that is mostly never repaid tells nothing', () => {
    const saved = [1, 0, 0, 1, 0, 0, 1, 0, 0, 0];
    const runs = runsOf({
      pool: { ms: saved.map(() => 300) },
      cold: { ms: saved.map((each) => 10 + each) },
      warm: { ms: saved.map(() => 10) },
    });
    const payback: Quantity = {
      kind: 'payback',
      cost: { metric: 'ms', arm: 'pool' },
      saving: { metric: 'ms', from: 'cold', to: 'warm' },
    };
    expect(judged(payback, atMost(290), runs)).toMatchObject({
      verdict: 'inconclusive',
      estimate: { low: 0, high: null },
    });
  });
});
