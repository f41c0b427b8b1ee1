import { describe, expect, test } from 'vitest';
import { deriveResult } from '../src/result/derive-result.ts';
import { defineExperiment } from '../src/definition/define.ts';
import type { Profile } from '../src/definition/definition.ts';
import type { HostUse } from '../src/host/host-use.ts';
import { planOf } from '../src/plan/plan.ts';
import type { ExperimentResult } from '../src/result/result-schema.ts';
import { runScripted } from '../src/trial/scripted-executor.ts';
import { example, input } from './support/example.ts';
import { header } from './support/journal-lines.ts';

async function derived(
  profile: Profile,
  use: Partial<HostUse>,
  experiment = example,
): Promise<ExperimentResult> {
  const trials = await runScripted(experiment, profile, ({ arm, block, warmup }) => ({
    observes: arm === 'cold' ? { readyMs: 30 } : { readyMs: 10, hitRate: 0.9 },
    use: warmup || block !== 2 || arm !== 'cold' ? {} : use,
  }));
  const plan = planOf(experiment, profile);
  return deriveResult(
    experiment,
    { header: header({ plan }), trials, resumed: [], completeBytes: 0, tornBytes: 0 },
    { file: 'raw', sha256: '0'.repeat(64) },
  );
}

const others = /others took/;

describe('others that take much of the machine', () => {
  test('drop nothing under the quick profile, which warns once', async () => {
    const { runs, warnings } = await derived('quick', { foreignMs: 600, stealMs: 100 });
    expect(runs.dropped).toEqual([]);
    expect(warnings).toContain(
      'others took up to 70 % of the machine during a trial; the quick profile does not drop blocks for it',
    );
  });

  test('are no warning where they take less than a run of record allows', async () => {
    const { warnings } = await derived('quick', { foreignMs: 200 });
    expect(warnings.filter((each) => others.test(each))).toEqual([]);
  });

  test('have a block dropped under the standard profile, and where the design gives rules', async () => {
    const strict = defineExperiment({ ...input, design: { ...input.design, host: {} } });
    for (const result of [
      await derived('standard', { foreignMs: 600 }),
      await derived('quick', { foreignMs: 600 }, strict),
    ]) {
      expect(result.runs.dropped).toHaveLength(1);
      expect(result.warnings.filter((each) => others.test(each))).toEqual([]);
    }
  });
});

describe('a limit on processor time that stops trials', () => {
  test('drops nothing, and is one warning with the number of periods', async () => {
    const { runs, warnings } = await derived('standard', { throttledPeriods: 7 });
    expect(runs.dropped).toEqual([]);
    expect(warnings).toContain(
      'a limit on processor time stopped 1 of 20 trials, in 7 periods in all',
    );
    expect((await derived('standard', { throttledPeriods: 1 })).warnings).toContain(
      'a limit on processor time stopped 1 of 20 trials, in 1 period in all',
    );
  });

  test('has a block dropped where the design says so', async () => {
    const host = { mayThrottle: false };
    const strict = defineExperiment({ ...input, design: { ...input.design, host } });
    const { runs, warnings } = await derived('standard', { throttledPeriods: 7 }, strict);
    expect(runs.dropped).toHaveLength(1);
    expect(warnings.join()).not.toContain('a limit on processor time');
  });
});
